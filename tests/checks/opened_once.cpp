// RUN: %check --policy exclusive %s
// A connection that std::call_once opens, and a cache of connections by name.
#include <sqlite3.h>

#include <map>
#include <mutex>
#include <string>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

void once() {
  static std::once_flag flag;
  static sqlite3* db;
  std::call_once(flag, [] { sqlite3_open("a", &db); });
  std::thread t([] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  t.join();
}

class Cache {
 public:
  sqlite3* get(const std::string& name) {
    auto it = open_.find(name);
    if (it == open_.end()) it = open_.emplace(name, opened()).first;
    return it->second;
  }
 private:
  std::map<std::string, sqlite3*> open_;
};

void cached() {
  Cache c;
  sqlite3* db = c.get("a");
  std::thread t([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'Cache::open_' is used by this thread and by the one started here
  use(db);
  t.join();
}
