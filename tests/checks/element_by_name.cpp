// RUN: %check --policy exclusive %s
// Both threads use one element that was picked before: not any two of the container.
#include <sqlite3.h>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void vec() {
  std::vector<sqlite3*> all;
  all.push_back(opened());
  sqlite3* db = all.front();
  std::thread t([db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void map_named() {
  std::map<std::string, sqlite3*> all;
  all["a"] = opened();
  sqlite3* db = all["a"];
  std::thread t([db] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

void map_at() {
  std::map<int, std::unique_ptr<Db>> all;
  all.emplace(1, std::make_unique<Db>("a.db"));
  Db* db = all.at(1).get();
  std::thread t([db] { db->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}

void map_find() {
  std::unordered_map<int, std::shared_ptr<Db>> all;
  all.insert({1, std::make_shared<Db>("a.db")});
  auto it = all.find(1);
  auto db = it->second;
  std::thread t([db] { db->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  db->run();
  t.join();
}

void deque() {
  std::deque<Db> dbs;
  dbs.emplace_front("a");
  Db& d = dbs.back();
  std::thread t([&d] { d.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  d.run();
  t.join();
}
