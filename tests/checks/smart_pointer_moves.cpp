// RUN: %check --policy exclusive %s
// RUN: %check --policy exclusive %s --std c++11
// A handle that goes from one owner to the next: reset, release, swap.
#include <sqlite3.h>

#include <memory>
#include <thread>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

using Fn = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

struct Close { void operator()(sqlite3* db) const { sqlite3_close(db); } };

using Functor = std::unique_ptr<sqlite3, Close>;

void a() {
  Fn db(opened(), &sqlite3_close);
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void b() {
  auto deleter = [](sqlite3* db) { sqlite3_close(db); };
  std::unique_ptr<sqlite3, decltype(deleter)> db(opened(), deleter);
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void d() {
  Functor db;
  db.reset(opened());
  std::thread t([&] { use(db.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db.get());
  t.join();
}

void d_right() {
  Functor mine(opened()), theirs(opened());
  std::thread t([&] { use(theirs.get()); });
  use(mine.get());
  t.join();
}

void e() {
  Functor db(opened());
  sqlite3* raw = db.release();
  std::thread t([&] { use(raw); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(raw);
  t.join();
  sqlite3_close(raw);
}

void f_swap() {
  Functor a, b(opened());
  a.swap(b);
  std::thread t([&] { use(a.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here
  use(a.get());
  t.join();
}

void f_stdswap() {
  Functor a, b(opened());
  std::swap(a, b);
  std::thread t([&] { use(a.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here
  use(a.get());
  t.join();
}

void k_reset_right() {
  Functor db(opened());
  std::thread t([raw = db.release()] { use(raw); sqlite3_close(raw); });
  db.reset(opened());
  use(db.get());
  t.join();
}
