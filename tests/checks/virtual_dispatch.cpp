// RUN: %check --policy exclusive %s
// The thread and its starter call the same interface.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Store { virtual ~Store() = default; virtual void run() = 0; };

struct SqliteStore : Store { sqlite3* db = opened(); void run() override { use(db); } };

void virt() {
  std::unique_ptr<Store> s = std::make_unique<SqliteStore>();
  std::thread t([&] { s->run(); });  // finding(exclusive): sqlite-handle-shared: connection 'SqliteStore::db' is used by this thread and by the one started here
  s->run();
  t.join();
}

void virt_two_right() {
  std::unique_ptr<Store> s = std::make_unique<SqliteStore>(), r = std::make_unique<SqliteStore>();
  std::thread t([&] { s->run(); });
  r->run();
  t.join();
}
