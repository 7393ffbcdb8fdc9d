// RUN: %check %s
// Two threads share it; the one that started them does not use it.
#include <sqlite3.h>

#include <thread>

static void work(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread first(work, db);  // finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  std::thread second(work, db);  // finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  first.join();
  second.join();
  sqlite3_close(db);
}
