// RUN: %check --policy exclusive %s
// A wrapper that packs callable and arguments into a lambda: the call of the wrapper is where
// the handle crosses.
#include <sqlite3.h>

#include <thread>
#include <tuple>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void use2(int, sqlite3* db) { use(db); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

template <class F, class... A> std::thread launch_tuple(F&& f, A&&... a) {
  return std::thread([f = std::forward<F>(f), args = std::make_tuple(std::forward<A>(a)...)]() mutable { std::apply(f, args); });
}

void tupled() {
  sqlite3* db = opened();
  auto t = launch_tuple(use, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

template <class F, class... A> std::thread launch_pack(F f, A... a) {
  return std::thread([=] { f(a...); });
}

void packed() {
  sqlite3* db = opened();
  auto t = launch_pack(use2, 1, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}
