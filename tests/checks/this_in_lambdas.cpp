// RUN: %check --policy exclusive %s
// An object captured as *this, as a named pointer, and by a lambda in a lambda.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Svc {
  sqlite3* db = opened();
  void go() {
    std::thread t([*this] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Svc::db' is used by this thread and by the one started here
    use(db);
    t.join();
  }
  void go2() {
    std::thread t([self = this] { use(self->db); });  // finding(exclusive): sqlite-handle-shared: connection 'Svc::db' is used by this thread and by the one started here
    use(db);
    t.join();
  }
  void go3() {
    std::thread t([=, this] { [&] { use(db); }(); });  // finding(exclusive): sqlite-handle-shared: connection 'Svc::db' is used by this thread and by the one started here
    use(db);
    t.join();
  }
  void go_right() {
    std::thread t([this] { use(db); });
    t.join();
    use(db);
  }
};

void svc() { Svc a; a.go(); Svc b; b.go2(); Svc c; c.go3(); Svc d; d.go_right(); }
