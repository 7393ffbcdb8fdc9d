// RUN: %check --policy exclusive %s
// Right under `exclusive`: the variable is given another connection before it is used again.
#include <sqlite3.h>

#include <thread>

static void work(sqlite3* db) {
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("a.db", &db);
  std::thread worker(work, db);
  sqlite3_open("b.db", &db);
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  worker.join();
}
