// RUN: %check --policy exclusive %s
// One object for the program, made in one of the usual ways; or one for each thread.
#include <sqlite3.h>

#include <memory>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

class Db {
 public:
  explicit Db(const char* f) { sqlite3_open(f, &db_); }
  Db(Db&& o) noexcept : db_(std::exchange(o.db_, nullptr)) {}
  Db& operator=(Db&& o) noexcept { std::swap(db_, o.db_); return *this; }
  ~Db() { sqlite3_close(db_); }
  operator sqlite3*() const { return db_; }
  sqlite3** operator&() { return &db_; }
  sqlite3* operator->() const { return db_; }
  sqlite3*& handle() { return db_; }
 private:
  sqlite3* db_ = nullptr;
};

namespace s1 {
struct S { static S& get() { static S s; return s; } sqlite3* db = opened(); };
void f() { std::thread t([] { use(S::get().db); });  // finding(exclusive): sqlite-handle-shared: connection 's1::S::db' is used by this thread and by the one started here
  use(S::get().db); t.join(); }
}

namespace s2 {
struct S { static S* get() { if (!self) self = new S(); return self; } static S* self; sqlite3* db; S() { sqlite3_open("a", &db); } };
S* S::self = nullptr;
void f() { std::thread t([] { use(S::get()->db); });  // finding(exclusive): sqlite-handle-shared: connection 's2::S::db' is used by this thread and by the one started here
  use(S::get()->db); t.join(); }
}

namespace s3 {
sqlite3* the_db() { static sqlite3* db = nullptr; if (!db) sqlite3_open("a", &db); return db; }
void f() { std::thread t([] { use(the_db()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(the_db()); t.join(); }
}

namespace s4 {
struct S { sqlite3* db; };
S& shared() { static std::unique_ptr<S> s(new S{opened()}); return *s; }
void f() { std::thread t([] { use(shared().db); });  // finding(exclusive): sqlite-handle-shared: connection 's4::S::db' is used by this thread and by the one started here
  use(shared().db); t.join(); }
}

namespace s5 {
static std::unique_ptr<Db> g;
void init() { g = std::make_unique<Db>("a"); }
void f() { init(); std::thread t([] { use(*g); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(*g); t.join(); }
}

namespace s6 {
thread_local std::unique_ptr<Db> mine;
Db& own() { if (!mine) mine = std::make_unique<Db>("a"); return *mine; }
void f() { std::thread t([] { use(own()); });
  use(own()); t.join(); }
}

namespace s7 {
inline sqlite3* g_db = nullptr;
static void open_all() { sqlite3_open("a", &g_db); }
void f() { open_all(); std::thread t([] { use(g_db); });  // finding(exclusive): sqlite-handle-shared: connection 's7::g_db' is used by this thread and by the one started here
  use(g_db); t.join(); }
}
