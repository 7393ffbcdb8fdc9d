// RUN: %check --policy exclusive %s
// The elements of a pair or a tuple are objects of their own.
#include <sqlite3.h>

#include <thread>
#include <tuple>
#include <utility>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void pair() {
  std::pair<sqlite3*, sqlite3*> p{opened(), opened()};
  std::thread t([&] { use(p.first); });  // finding(exclusive): sqlite-handle-shared: connection 'p' is used by this thread and by the one started here
  use(p.first);
  t.join();
}

void pair_right() {
  std::pair<sqlite3*, sqlite3*> p{opened(), opened()};
  std::thread t([&] { use(p.first); });
  use(p.second);
  t.join();
}

static std::pair<int, sqlite3*> try_open() { sqlite3* db = nullptr; int rc = sqlite3_open("a", &db); return {rc, db}; }

void pair_returned() {
  auto [rc, db] = try_open();
  sqlite3* one = db;
  std::thread t([one] { use(one); });  // finding(exclusive): sqlite-handle-shared: connection 'one' is used by this thread and by the one started here
  use(one);
  t.join();
}

void pair_returned2() {
  auto p = try_open();
  std::thread t([&p] { use(p.second); });  // finding(exclusive): sqlite-handle-shared: connection 'p' is used by this thread and by the one started here
  use(p.second);
  t.join();
}

void tuple() {
  std::tuple<int, sqlite3*> p = std::make_tuple(1, opened());
  std::thread t([&] { use(std::get<1>(p)); });  // finding(exclusive): sqlite-handle-shared: connection 'p' is used by this thread and by the one started here
  use(std::get<1>(p));
  t.join();
}

void tuple_right() {
  auto p = std::make_tuple(opened(), opened());
  std::thread t([&] { use(std::get<0>(p)); });
  use(std::get<1>(p));
  t.join();
}

void tied() {
  int rc; sqlite3* db;
  std::tie(rc, db) = try_open();
  std::thread t([&] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}
