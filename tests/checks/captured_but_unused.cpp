// RUN: %check %s
// Right: the handle is captured and never touched by the thread.
#include <sqlite3.h>

#include <cstdio>
#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker([db] { std::printf("%p\n", static_cast<void*>(db)); });
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  worker.join();
  sqlite3_close(db);
}
