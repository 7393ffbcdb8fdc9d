// RUN: %check %s
// Right: a thread_local handle is another one on each thread.
#include <sqlite3.h>

#include <thread>

thread_local sqlite3* db = nullptr;

static void query() {
  if (!db) sqlite3_open("app.db", &db);
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  query();
  std::thread worker(query);
  query();
  worker.join();
}
