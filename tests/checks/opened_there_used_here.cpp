// RUN: %check %s
// The thread opens the connection, and the one that waited for it goes on with it.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  // finding: sqlite-handle-transferred: connection 'db' is created on the thread started here and used by this one
  std::thread opener([&db] { sqlite3_open("app.db", &db); sqlite3_exec(db, "pragma x", nullptr, nullptr, nullptr); });
  opener.join();
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
