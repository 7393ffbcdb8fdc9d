// RUN: %check --policy exclusive %s
// The project tells std::default_delete how to close a connection.
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

template <> struct std::default_delete<sqlite3> { void operator()(sqlite3* p) const { sqlite3_close(p); } };

void dd() {
  std::unique_ptr<sqlite3> db(opened());
  std::thread([&] { use(db.get()); }).detach();  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
}

std::function<void()> make_fn(sqlite3* db) { return [db] { use(db); }; }
