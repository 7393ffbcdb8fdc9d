// RUN: %check --policy exclusive %s
// A std::function that is stored, copied and moved on the way to its thread.
#include <sqlite3.h>

#include <functional>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  void run2(int) { use(db); }
  sqlite3* db = nullptr;
};

void function_stored() {
  sqlite3* db = opened();
  std::function<void()> f = [db] { use(db); };
  std::thread t(f);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void function_copied() {
  sqlite3* db = opened();
  std::function<void()> f = [db] { use(db); };
  auto g = f;
  std::function<void()> h;
  h = g;
  std::thread t([h] { h(); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void function_arg() {
  sqlite3* db = opened();
  std::function<void(sqlite3*)> f = use;
  std::thread t(f, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void function_bind() {
  Db db("a");
  std::function<void()> f = std::bind(&Db::run, &db);
  std::thread t(std::move(f));  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}
