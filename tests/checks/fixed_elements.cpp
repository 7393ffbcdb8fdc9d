// RUN: %check --policy exclusive %s
// Elements of arrays and vectors by constant index.
#include <sqlite3.h>

#include <array>
#include <thread>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void vec_const_right() {
  std::vector<sqlite3*> all{opened(), opened()};
  std::thread t([&] { use(all[0]); });
  use(all[1]);
  t.join();
}

void vec_const() {
  std::vector<sqlite3*> all{opened(), opened()};
  std::thread t([&] { use(all[0]); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all[0]);
  t.join();
}

void arr() {
  std::array<sqlite3*, 2> all{opened(), opened()};
  std::thread t([&] { use(all[1]); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all.at(1));
  t.join();
}

void carray() {
  sqlite3* all[2] = {opened(), opened()};
  std::thread t([&] { use(all[0]); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all[0]);
  t.join();
}

void carray_right() {
  sqlite3* all[2] = {opened(), opened()};
  std::thread t([&] { use(all[0]); });
  use(all[1]);
  t.join();
}
