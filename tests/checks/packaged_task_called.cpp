// RUN: %check --policy exclusive %s
// A packaged task runs where it is called.
#include <sqlite3.h>

#include <future>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void packaged() {
  sqlite3* db = opened();
  std::packaged_task<int()> task([db] { use(db); return 1; });
  auto f = task.get_future();
  std::thread t(std::move(task));  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void packaged_arg() {
  sqlite3* db = opened();
  std::packaged_task<int(sqlite3*)> task([](sqlite3* d) { use(d); return 1; });
  std::thread t(std::move(task), db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void packaged_here_right() {
  sqlite3* db = opened();
  std::packaged_task<int()> task([db] { use(db); return 1; });
  task();
  use(db);
}
