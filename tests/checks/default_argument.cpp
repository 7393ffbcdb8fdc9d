// RUN: %check --policy exclusive %s
// A default argument is evaluated by the thread that calls.
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

template <> struct std::default_delete<sqlite3> { void operator()(sqlite3* p) const { sqlite3_close(p); } };

static sqlite3* the_default() { static sqlite3* db = opened(); return db; }

static void defaulted(sqlite3* db = the_default()) { use(db); }

void default_argument() {
  std::thread t([] { defaulted(); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  defaulted();
  t.join();
}

std::function<void()> make_fn(sqlite3* db) { return [db] { use(db); }; }
