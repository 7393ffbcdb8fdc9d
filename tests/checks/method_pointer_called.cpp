// RUN: %check --policy exclusive %s
// A call through a pointer to a method.
#include <sqlite3.h>

#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  void run2(int) { use(db); }
  sqlite3* db = nullptr;
};

void memptr() {
  Db db("a");
  void (Db::*m)() = &Db::run;
  std::thread t(m, &db);  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void memptr_called() {
  Db db("a");
  auto m = &Db::run;
  std::thread t([&] { (db.*m)(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void memptr_called2() {
  Db db("a"); Db* p = &db;
  auto m = &Db::run;
  std::thread t([=] { (p->*m)(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void fnptr() {
  sqlite3* db = opened();
  void (*f)(sqlite3*) = use;
  std::thread t(f, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  f(db);
  t.join();
}

void fnptr_star() {
  sqlite3* db = opened();
  void (*f)(sqlite3*) = &use;
  std::thread t([=] { (*f)(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}
