// RUN: %check --policy exclusive %s
// Right under `exclusive`: each round of the loop opens a connection for its thread.
#include <sqlite3.h>

#include <thread>
#include <vector>

int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    // mutant one-for-all.1: write static sqlite3* db = nullptr;
    sqlite3* db = nullptr;
    // mutant one-for-all.1: write if (!db) sqlite3_open("app.db", &db);
    sqlite3_open("app.db", &db);
    sqlite3_busy_timeout(db, 100);
    // mutant one-for-all.1: write workers.emplace_back([] {
    workers.emplace_back([db] {
      sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
      sqlite3_close(db);
    });
  }
  for (std::thread& worker : workers) worker.join();
}
