// RUN: %check --policy exclusive %s
// Right under `exclusive`: where joinable() answers no, no thread runs.
#include <sqlite3.h>

#include <thread>

int main(int argc, char**) {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker;
  if (argc > 1)
    worker = std::thread([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  // mutant drop-join: write if (worker.joinable()) worker.detach();
  if (worker.joinable()) worker.join();
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}
