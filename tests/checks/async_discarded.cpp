// RUN: %check --policy exclusive %s
// Right under `exclusive`: a future that nobody keeps waits at once.
#include <sqlite3.h>

#include <future>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // mutant drop-join: write auto kept = std::async(std::launch::async, [db] {
  (void)std::async(std::launch::async, [db] {
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
