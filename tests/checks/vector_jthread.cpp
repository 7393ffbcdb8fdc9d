// RUN: %check --policy exclusive --std c++20 %s
// Right under `exclusive`: the vector's jthreads end with its scope.
#include <sqlite3.h>

#include <thread>
#include <vector>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  {
    // mutant drop-join: drop
    std::vector<std::jthread> workers;
    // mutant drop-join: write std::thread([db] { sqlite3_exec(db, "", nullptr, nullptr, nullptr); }).detach();
    workers.emplace_back([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  }
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
