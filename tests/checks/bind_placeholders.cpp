// RUN: %check --policy exclusive %s
// std::bind keeps some arguments and is given the others when it is called.
#include <sqlite3.h>

#include <functional>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void use2(int, sqlite3* db) { use(db); }

static void useref(sqlite3*& db) { use(db); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  void run2(int) { use(db); }
  sqlite3* db = nullptr;
};

void bind_placeholder() {
  sqlite3* db = opened();
  auto f = std::bind(use2, std::placeholders::_1, db);
  std::thread t(f, 3);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void bind_placeholder_db() {
  sqlite3* db = opened();
  auto f = std::bind(use2, 3, std::placeholders::_1);
  std::thread t(f, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void bind_called_here_right() {
  sqlite3* db = opened();
  sqlite3* other = opened();
  auto f = std::bind(use2, 3, std::placeholders::_1);
  std::thread t(f, other);
  f(db);
  t.join();
}

void bind_member() {
  Db db("a");
  std::thread t(std::bind(&Db::run2, &db, std::placeholders::_1), 5);  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void bind_ref() {
  sqlite3* db = opened();
  std::thread t(std::bind(useref, std::ref(db)));  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}
