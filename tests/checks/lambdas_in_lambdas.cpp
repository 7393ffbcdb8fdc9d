// RUN: %check --policy exclusive %s
// Captures of captures, lambdas that are called at once, generic ones.
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

void lambda_nested() {
  sqlite3* db = opened();
  std::thread t([db] { auto inner = [db] { use(db); }; inner(); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void iife() {
  sqlite3* db = opened();
  std::thread t;
  [&] { t = std::thread([&] { use(db); }); }();  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void iife_init() {
  sqlite3* const db = [] { sqlite3* d = nullptr; sqlite3_open("a", &d); return d; }();
  std::thread t([db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void generic() {
  sqlite3* db = opened();
  auto f = [](auto d) { use(d); };
  std::thread t(f, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void generic_in() {
  sqlite3* db = opened();
  auto f = [](auto&& g) { g(); };
  std::thread t([&] { f([&] { use(db); }); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void init_cap() {
  Db db("a");
  std::thread t([p = &db] { p->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void init_cap_ref() {
  Db db("a");
  std::thread t([&r = db]() mutable { r.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}
