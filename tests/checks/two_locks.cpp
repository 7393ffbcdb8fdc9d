// RUN: %check --policy exclusive %s
// Two locks that are not the same protect nothing.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex first, second;

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::thread worker([db] {
    std::lock_guard<std::mutex> lock(first);
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  {
    std::lock_guard<std::mutex> lock(second);
    sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  }
  worker.join();
}
