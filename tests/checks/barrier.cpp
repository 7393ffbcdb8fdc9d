// RUN: %check --policy exclusive --std c++20 %s
// Right: who meets at a barrier has done what comes before it when the other goes on.
#include <sqlite3.h>
#include <barrier>
#include <thread>

void filled_before() {
  sqlite3* db = nullptr;
  sqlite3_open("a.db", &db);
  std::barrier ready(2);
  std::thread filler([&] {
    sqlite3_exec(db, "INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr);
    ready.arrive_and_wait();
  });
  ready.arrive_and_wait();
  sqlite3_exec(db, "SELECT * FROM t", nullptr, nullptr, nullptr);
  filler.join();
  sqlite3_close(db);
}

// Wrong: what the thread does after it, nobody waits for.
void used_after() {
  sqlite3* db = nullptr;
  sqlite3_open("a.db", &db);
  std::barrier ready(2);
  std::thread filler([&] {  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    ready.arrive_and_wait();
    sqlite3_exec(db, "INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr);
  });
  ready.arrive_and_wait();
  sqlite3_exec(db, "SELECT * FROM t", nullptr, nullptr, nullptr);
  filler.join();
  sqlite3_close(db);
}
