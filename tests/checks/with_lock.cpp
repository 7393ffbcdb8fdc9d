// RUN: %check --policy exclusive %s
// A function that runs what it is given under its lock.
#include <sqlite3.h>

#include <functional>
#include <mutex>
#include <thread>

class Store {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  void locked(const std::function<void(sqlite3*)>& action) {
    std::lock_guard<std::mutex> lock(mutex_);
    action(db_);
  }
  sqlite3* raw() { return db_; }

 private:
  std::mutex mutex_;
  sqlite3* db_ = nullptr;
};

int main() {
  Store right, wrong;
  std::thread first([&right] {
    right.locked([](sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  });
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread second([&wrong] {
    wrong.locked([](sqlite3* db) { sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr); });
  });
  right.locked([](sqlite3* db) { sqlite3_exec(db, "select 3", nullptr, nullptr, nullptr); });
  sqlite3_exec(wrong.raw(), "select 4", nullptr, nullptr, nullptr);
  first.join();
  second.join();
}
