// RUN: %check --policy exclusive %s
// An alias template names the smart pointer.
#include <sqlite3.h>

#include <memory>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

template <class T> using Ptr = std::unique_ptr<T, void (*)(T*)>;

Ptr<sqlite3> make_ptr() { return {opened(), [](sqlite3* d) { sqlite3_close(d); }}; }

void alias_ptr() {
  auto p = make_ptr();
  std::thread t([&] { use(p.get()); });  // finding(exclusive): sqlite-handle-shared: connection 'p' is used by this thread and by the one started here
  use(&*p);
  t.join();
}

void alias_ptr_right() {
  auto p = make_ptr(), q = make_ptr();
  std::thread t([&] { use(p.get()); });
  use(q.get());
  t.join();
}
