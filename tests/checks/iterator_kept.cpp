// RUN: %check --policy exclusive %s
// An iterator is one element; the next one is another.
#include <sqlite3.h>

#include <list>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

struct Db {
  explicit Db(const char* f) { sqlite3_open(f, &db); }
  ~Db() { sqlite3_close(db); }
  void run() { use(db); }
  sqlite3* db = nullptr;
};

void list_it() {
  std::list<Db> all;
  all.emplace_back("a.db");
  auto it = all.begin();
  std::thread t([it] { it->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Db::db' is used by this thread and by the one started here
  it->run();
  t.join();
}
