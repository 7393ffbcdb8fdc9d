// RUN: %check --policy exclusive %s
// RUN: %check --policy serialized %s
// The laxer policies allow a hand-over.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  // mutant drop-join: write worker.detach();
  // mutant close-early: put after closed
  // mutant add-thread: add std::thread([db] { sqlite3_exec(db, "", nullptr, nullptr, nullptr); }).join();
  worker.join();
  sqlite3_close(db);
  // place closed
}
