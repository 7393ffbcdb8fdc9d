// RUN: %check %s
// Right: the variable is outside, the connection is the thread's from open to close.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  std::thread worker([&db] {
    sqlite3_open("app.db", &db);
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
    sqlite3_close(db);
  });
  worker.join();
}
