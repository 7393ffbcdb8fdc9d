// RUN: %check %s
// The handle goes to the entry as an argument.
#include <sqlite3.h>

#include <thread>

static void work(sqlite3* db, int rounds) {
  while (rounds-- > 0) sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(work, db, 3);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_errmsg(db);
  worker.join();
}
