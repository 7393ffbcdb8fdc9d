// RUN: %check %s
// A jthread's entry may take a stop token before its arguments.
#include <sqlite3.h>

#include <thread>

static void work(std::stop_token stop, sqlite3* db) {
  while (!stop.stop_requested()) sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::jthread worker(work, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}
