// RUN: %check --policy exclusive %s
// A handle that a function returns in a struct, by value.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

struct Opened { int rc; sqlite3* db; };

static Opened open_struct() { Opened o; o.rc = sqlite3_open("a", &o.db); return o; }

static Opened open_struct2() { sqlite3* db; int rc = sqlite3_open("a", &db); return {rc, db}; }

void strct() {
  Opened o = open_struct();
  std::thread t([o] { use(o.db); });  // finding(exclusive): sqlite-handle-shared: connection 'Opened::db' is used by this thread and by the one started here
  use(o.db);
  t.join();
}

void strct2() {
  auto [rc, db] = open_struct2();
  std::thread t([db = db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Opened::db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void strct3() {
  const auto& o = open_struct2();
  std::thread t([&o] { use(o.db); });  // finding(exclusive): sqlite-handle-shared: connection 'Opened::db' is used by this thread and by the one started here
  use(o.db);
  t.join();
}
