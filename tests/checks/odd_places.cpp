// RUN: %check --policy exclusive %s
// A local class, an assignment in a condition, a loop that opens anew.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

enum class Kind { a };

sqlite3* choose(Kind k, sqlite3* x, sqlite3* y) { switch (k) { case Kind::a: return x; } return y; }

void chosen() {
  sqlite3 *x = opened(), *y = opened();
  std::thread t([=] { use(choose(Kind::a, x, y)); });  // finding(exclusive): sqlite-handle-shared: connection 'y' is used by this thread and by the one started here
  use(y);
  t.join();
}

void local_class() {
  struct Local { sqlite3* db = opened(); void go() { use(db); } } l;
  std::thread t(&Local::go, &l);  // finding(exclusive): sqlite-handle-shared: connection 'Local::db' is used by this thread and by the one started here
  l.go();
  t.join();
}

void loop_redefined_right() {
  for (int i = 0; i < 3; ++i) {
    sqlite3* db = opened();
    std::thread([db] { use(db); sqlite3_close(db); }).detach();
  }
}

void assigned_in_condition() {
  sqlite3* db;
  if ((db = opened())) {
    std::thread t([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
    use(db);
    t.join();
  }
}
