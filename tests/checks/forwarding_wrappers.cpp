// RUN: %check --policy exclusive %s
// A function template that starts a thread with whatever it is given.
#include <sqlite3.h>

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

template <class F, class... A> std::thread launch(F&& f, A&&... a) {
  return std::thread(std::forward<F>(f), std::forward<A>(a)...);
}

void variadic() {
  sqlite3* db = opened();
  auto t = launch(use, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void variadic_member() {
  Db db("a");
  auto t = launch(&Db::run2, &db, 2);  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db.run();
  t.join();
}

void variadic_right() {
  sqlite3* db = opened();
  sqlite3* other = opened();
  auto t = launch(use, other);
  use(db);
  t.join();
}
