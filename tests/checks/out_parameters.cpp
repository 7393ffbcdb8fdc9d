// RUN: %check --policy exclusive %s
// Handles that a function hands out through its parameters.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static bool open_pp(sqlite3** out) { return sqlite3_open("a", out) == 0; }

static bool open_ref(sqlite3*& out) { return sqlite3_open("a", &out) == 0; }

static bool open_local(sqlite3** out) { sqlite3* db = nullptr; if (sqlite3_open("a", &db)) return false; *out = db; return true; }

struct Ctx { int n; sqlite3* db; Ctx* parent; };

static void open_ctx(Ctx* c) { sqlite3_open("a", &c->db); }

static void open_ctx_pp(Ctx** c) { *c = new Ctx(); sqlite3_open("a", &(*c)->db); }

void out1() { sqlite3* db; open_pp(&db); std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db); t.join(); }

void out2() { sqlite3* db; open_ref(db); std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db); t.join(); }

void out3() { sqlite3* db; open_local(&db); std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db); t.join(); }

void out3_right() { sqlite3 *db, *other; open_local(&db); open_local(&other); std::thread t([&] { use(db); });
  use(other); t.join(); }

void out4() { Ctx c; open_ctx(&c); std::thread t([&] { use(c.db); });  // finding(exclusive): sqlite-handle-shared: connection 'Ctx::db' is used by this thread and by the one started here
  use(c.db); t.join(); }

void out5() { Ctx* c; open_ctx_pp(&c); std::thread t([=] { use(c->db); });  // finding(exclusive): sqlite-handle-shared: connection 'Ctx::db' is used by this thread and by the one started here
  use(c->db); t.join(); }

void out6() { Ctx c; Ctx d; d.parent = &c; open_ctx(d.parent); std::thread t([&] { use(d.parent->db); });  // finding(exclusive): sqlite-handle-shared: connection 'Ctx::db' is used by this thread and by the one started here
  use(c.db); t.join(); }
