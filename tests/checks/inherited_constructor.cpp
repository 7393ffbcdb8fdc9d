// RUN: %check --policy exclusive %s
// using Base::Base.
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

template <> struct std::default_delete<sqlite3> { void operator()(sqlite3* p) const { sqlite3_close(p); } };

class Base { public: explicit Base(const char* f) { sqlite3_open(f, &db); } void run() { use(db); } sqlite3* db; };

class Inherits : public Base { public: using Base::Base; int n = 0; };

void inheriting() {
  Inherits i("a");
  std::thread t([&] { i.run(); });  // finding(exclusive): sqlite-handle-shared: connection 'Base::db' is used by this thread and by the one started here
  i.run();
  t.join();
}

void inheriting_right() {
  Inherits i("a"), k("b");
  std::thread t([&] { i.run(); });
  k.run();
  t.join();
}

std::function<void()> make_fn(sqlite3* db) { return [db] { use(db); }; }
