// RUN: %check %s
// RUN: %check %s --std c++11
// std::bind keeps the arguments until the thread runs it.
#include <sqlite3.h>

#include <functional>
#include <thread>

static void work(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(std::bind(work, db));  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  worker.join();
}
