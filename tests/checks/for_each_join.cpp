// RUN: %check --policy exclusive %s
// Right under `exclusive`: an algorithm joins them all, each thread had its own.
#include <sqlite3.h>

#include <algorithm>
#include <thread>
#include <vector>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::vector<std::thread> workers;
  workers.push_back(std::thread([db] { sqlite3_exec(db, "", nullptr, nullptr, nullptr); }));
  // mutant drop-join: drop
  std::for_each(workers.begin(), workers.end(), [](std::thread& each) { each.join(); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}
