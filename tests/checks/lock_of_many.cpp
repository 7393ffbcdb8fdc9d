// RUN: %check --policy exclusive %s
// std::lock takes several locks at once; guards adopt them, and give them back at their end.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex of_tables, of_index;

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void both(sqlite3* db) {
  std::lock(of_tables, of_index);
  std::lock_guard<std::mutex> tables(of_tables, std::adopt_lock);
  std::lock_guard<std::mutex> index(of_index, std::adopt_lock);
  use(db);
}

static void deferred(sqlite3* db) {
  std::unique_lock<std::mutex> tables(of_tables, std::defer_lock);
  std::unique_lock<std::mutex> index(of_index, std::defer_lock);
  std::lock(tables, index);
  use(db);
}

static void one(sqlite3* db) {
  std::unique_lock<std::mutex> lock(of_index, std::defer_lock);
  lock.lock();
  use(db);
}

static void after(sqlite3* db) {
  std::lock(of_tables, of_index);
  {
    std::lock_guard<std::mutex> tables(of_tables, std::adopt_lock);
    std::lock_guard<std::mutex> index(of_index, std::adopt_lock);
  }
  use(db);
}

static void unlocked(sqlite3* db) {
  std::unique_lock<std::mutex> lock(of_index, std::defer_lock);
  lock.lock();
  lock.unlock();
  use(db);
}

int main() {
  sqlite3 *a = nullptr, *b = nullptr, *c = nullptr;
  sqlite3_open("a.db", &a);
  sqlite3_open("b.db", &b);
  sqlite3_open("c.db", &c);
  std::thread first(both, a), second(deferred, a);
  one(a);
  std::thread third(after, b);  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here
  both(b);
  std::thread fourth(unlocked, c);  // finding(exclusive): sqlite-handle-shared: connection 'c' is used by this thread and by the one started here
  one(c);
  for (std::thread* each : {&first, &second, &third, &fourth}) each->join();
}
