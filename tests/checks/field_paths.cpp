// RUN: %check --policy exclusive %s
// A handle some fields deep, through pointers and members by reference.
#include <sqlite3.h>

#include <memory>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

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

struct A { Db db{"a"}; }; struct B { A* a; A inner; }; struct C { B b; };

void paths() {
  C c; A a; c.b.a = &a;
  std::thread t([&] { use(c.b.a->db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(a.db);
  t.join();
}

void paths_right() {
  C c; A a; c.b.a = &a;
  std::thread t([&] { use(c.b.inner.db); });
  use(a.db);
  t.join();
}

class RefHolder {
 public:
  RefHolder(Db& db) : db_(db) {}
  void run() { use(db_); }
 private:
  Db& db_;
};

void ref_member() {
  Db db("a");
  RefHolder h(db);
  std::thread t([&] { h.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db_' is used by this thread and by the one started here
  use(db);
  t.join();
}

struct PtrHolder { Db* db; sqlite3_stmt* stmt; };

void stmt_of() {
  Db db("a");
  sqlite3_stmt* stmt;
  sqlite3_prepare_v2(db, "select 1", -1, &stmt, nullptr);
  PtrHolder h{std::addressof(db), stmt};
  std::thread t([&h] { sqlite3_step(h.stmt); });  // finding(exclusive): sqlite-handle-shared: statement 'stmt' is used by this thread and by the one started here
  use(db);
  t.join();
}

class Stmt {
 public:
  Stmt(sqlite3* db, const char* sql) { sqlite3_prepare_v2(db, sql, -1, &s_, nullptr); }
  ~Stmt() { sqlite3_finalize(s_); }
  bool step() { return sqlite3_step(s_) == SQLITE_ROW; }
 private:
  sqlite3_stmt* s_ = nullptr;
};

void stmt_wrap() {
  Db db("a");
  Stmt s(db, "select 1");
  std::thread t([&] { s.step(); });  // finding(exclusive): sqlite-handle-shared: statement 'Stmt::s_' is used by this thread and by the one started here
  use(db);
  t.join();
}

void stmt_wrap_right() {
  Db db("a"), other("b");
  Stmt s(other, "select 1");
  std::thread t([&] { s.step(); });
  use(db);
  t.join();
}
