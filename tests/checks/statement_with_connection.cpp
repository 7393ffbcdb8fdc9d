// RUN: %check %s
// A connection crosses: what is prepared from it over there is no finding of its own.
#include <sqlite3.h>

#include <thread>

static void work(sqlite3* db) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, "select 1", -1, &statement, nullptr);
  while (sqlite3_step(statement) == SQLITE_ROW) {
  }
  sqlite3_finalize(statement);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(work, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  work(db);
  worker.join();
}
