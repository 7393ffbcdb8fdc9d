// RUN: %check --policy exclusive %s
// Right under `exclusive`: get() waits for the thread.
#include <sqlite3.h>

#include <future>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::future<int> answer = std::async(std::launch::async, [db] {
    return sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  // mutant drop-join: write sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  // mutant close-early: add sqlite3_close(db);
  if (answer.get() == SQLITE_OK) sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
