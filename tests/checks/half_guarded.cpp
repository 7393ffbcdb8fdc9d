// RUN: %check --policy exclusive %s
// One use forgets the lock.
#include <sqlite3.h>

#include <mutex>
#include <thread>

static std::mutex mutex;

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here, not always under 'mutex'
  std::thread worker([db] {
    std::lock_guard<std::mutex> lock(mutex);
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  {
    std::lock_guard<std::mutex> lock(mutex);
    sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  }
  sqlite3_exec(db, "select 3", nullptr, nullptr, nullptr);
  worker.join();
  sqlite3_close(db);
}
