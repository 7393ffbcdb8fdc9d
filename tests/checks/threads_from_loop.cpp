// RUN: %check %s
// Several threads from one loop share what they are given.
#include <sqlite3.h>

#include <thread>
#include <vector>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
    workers.emplace_back([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  }
  for (auto& worker : workers) worker.join();
  sqlite3_close(db);
}
