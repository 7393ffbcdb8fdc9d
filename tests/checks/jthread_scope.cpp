// RUN: %check %s
// A jthread joins at the end of its scope: what comes after is no longer beside it.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  {
    // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
    std::jthread worker([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  }
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
