// RUN: %check --policy exclusive %s
// A handle that comes through a future.
#include <sqlite3.h>

#include <future>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void shared_future() {
  std::promise<sqlite3*> p;
  std::shared_future<sqlite3*> f = p.get_future().share();
  p.set_value(opened());
  std::thread t([f] { use(f.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'p' is used by this thread and by the one started here
  use(f.get());
  t.join();
}
