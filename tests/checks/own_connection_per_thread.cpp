// RUN: %check %s
// Right: each thread opens and closes its own connection.
#include <sqlite3.h>

#include <string>
#include <thread>
#include <vector>

static void work(const std::string& file) {
  sqlite3* db = nullptr;
  if (sqlite3_open(file.c_str(), &db) == SQLITE_OK)
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back(work, "app.db");
  work("app.db");
  for (auto& worker : workers) worker.join();
}
