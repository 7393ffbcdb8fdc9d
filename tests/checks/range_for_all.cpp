// RUN: %check --policy exclusive %s
// A loop over all elements uses each of them.
#include <sqlite3.h>

#include <map>
#include <thread>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void vec_all() {
  std::vector<sqlite3*> all{opened(), opened()};
  std::thread t([&] { for (sqlite3* db : all) use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  for (sqlite3* db : all) use(db);
  t.join();
}

void vec_all_right() {
  std::vector<sqlite3*> all{opened(), opened()};
  std::thread t([&] { for (sqlite3* db : all) use(db); });
  t.join();
  for (sqlite3* db : all) use(db);
}

void map_binding() {
  std::map<int, sqlite3*> all{{1, opened()}};
  for (auto& [key, db] : all) {
    sqlite3* one = db;
    std::thread t([one] { use(one); });  // finding(exclusive): sqlite-handle-shared: connection 'one' is used by this thread and by the one started here
    use(one);
    t.join();
  }
}

void binding_right() {
  std::map<int, sqlite3*> all{{1, opened()}};
  for (auto& [key, db] : all) {
    sqlite3* one = db;
    std::thread t([one] { use(one); });
    t.join();
    use(one);
  }
}
