// RUN: %check --policy exclusive %s
// A handle in std::any and in std::atomic.
#include <sqlite3.h>

#include <any>
#include <atomic>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void any_held() {
  std::any a = opened();
  std::thread t([&] { use(std::any_cast<sqlite3*>(a)); });  // finding(exclusive): sqlite-handle-shared: connection 'a' is used by this thread and by the one started here
  use(std::any_cast<sqlite3*>(a));
  t.join();
}

void atomic_held() {
  std::atomic<sqlite3*> a{opened()};
  std::thread t([&] { use(a.load()); });  // finding(exclusive): sqlite-handle-shared: connection 'a' is used by this thread and by the one started here
  use(a);
  t.join();
}
