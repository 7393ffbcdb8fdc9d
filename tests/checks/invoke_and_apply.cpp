// RUN: %check --policy exclusive %s
// std::invoke, std::apply and std::mem_fn call what they are given.
#include <sqlite3.h>

#include <functional>
#include <thread>
#include <tuple>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void use2(int, sqlite3* db) { use(db); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  void run2(int) { use(db); }
  sqlite3* db = nullptr;
};

void memfn() {
  Db db("a");
  auto f = std::mem_fn(&Db::run);
  std::thread t(f, &db);  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void invoke_in() {
  sqlite3* db = opened();
  std::thread t([&] { std::invoke(use, db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void invoke_member() {
  Db db("a");
  std::thread t([&] { std::invoke(&Db::run, db); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void apply_in() {
  auto args = std::make_tuple(1, opened());
  std::thread t([&] { std::apply(use2, args); });  // finding(exclusive): sqlite-handle-shared: connection 'args' is used by this thread and by the one started here
  use(std::get<1>(args));
  t.join();
}
