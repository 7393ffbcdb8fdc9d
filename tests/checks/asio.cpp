// RUN: %check --library boost %s
// A thread pool runs what is posted to it on its threads; an io_context's work runs where
// somebody calls run(), be that this thread or another.
#include <sqlite3.h>

#include <boost/asio.hpp>
#include <thread>

void clean(sqlite3* db) { sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr); }

void with_pool(sqlite3* db) {
  boost::asio::thread_pool pool(4);
  boost::asio::post(pool, [db] { clean(db); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  pool.join();
}

void on_this_thread(sqlite3* db) {
  boost::asio::io_context context;
  boost::asio::post(context, [db] { clean(db); });
  context.run();
}

void on_another_thread(sqlite3* db) {
  boost::asio::io_context context;
  boost::asio::post(context, [db] { clean(db); });
  std::thread runner([&context] { context.run(); });  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  runner.join();
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  with_pool(db);
  on_this_thread(db);
  on_another_thread(db);
  sqlite3_close(db);
}
