// RUN: %check %s
// Opened with NOMUTEX, a shared connection is not even memory-safe.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  // finding: sqlite-threading-mode: connection 'db' is opened with NOMUTEX and used by several threads with no lock in common
  sqlite3_open_v2("app.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here; it is opened with NOMUTEX, so SQLite does not protect it
  std::thread worker([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  worker.join();
  sqlite3_close(db);
}
