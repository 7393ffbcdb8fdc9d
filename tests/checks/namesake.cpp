// RUN: %check --policy exclusive %s
// A function of the program's own that is called like one of SQLite's.
#include <sqlite3.h>

#include <mutex>
#include <queue>
#include <string>
#include <thread>

namespace queued {
static std::mutex mutex;
static std::queue<std::string> statements;

int sqlite3_exec(sqlite3*, const char* sql) {
  std::lock_guard<std::mutex> lock(mutex);
  statements.push(sql);
  return SQLITE_OK;
}
}  // namespace queued

void right(sqlite3* db) {
  std::thread thread([db] { queued::sqlite3_exec(db, "select 1"); });
  queued::sqlite3_exec(db, "select 2");
  thread.join();
}

void wrong(sqlite3* db) {
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::thread thread([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  thread.join();
}
