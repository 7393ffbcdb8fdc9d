// RUN: %check --library boost --policy exclusive %s
// A strand of a pool runs one thing at a time, on the pool's threads.
#include <sqlite3.h>

#include <boost/asio.hpp>

namespace asio = boost::asio;

static void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

void by_strand(sqlite3* db) {
  asio::thread_pool pool(4);
  auto strand = asio::make_strand(pool);
  asio::post(strand, [db] { clean(db); });
  asio::post(strand, [db] { clean(db); });
  pool.join();
  clean(db);
}

void by_strand_and_here(sqlite3* db) {
  asio::thread_pool pool(4);
  asio::strand<asio::thread_pool::executor_type> strand(pool.get_executor());
  asio::post(strand, [db] { clean(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  clean(db);
  pool.join();
}

void by_two_strands(sqlite3* db) {
  asio::thread_pool pool(4);
  auto one = asio::make_strand(pool);
  auto other = asio::make_strand(pool);
  asio::post(one, [db] { clean(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  asio::post(other, [db] { clean(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  pool.join();
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  by_strand(db);
  by_strand_and_here(db);
  by_two_strands(db);
  sqlite3_close(db);
}
