// RUN: %check --policy exclusive %s
// Coroutines are followed as far as their own body goes.
#include <sqlite3.h>

#include <coroutine>
#include <thread>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static sqlite3* opened() { sqlite3* db = nullptr; sqlite3_open("a.db", &db); return db; }

struct Task { struct promise_type { Task get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} sqlite3* v; std::suspend_always yield_value(sqlite3* d) { v = d; return {}; } }; };

struct Await { sqlite3* db; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} sqlite3* await_resume() { return db; } };

Task co() {
  sqlite3* db = co_await Await{opened()};
  std::thread t([=] { use(db); });  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  co_yield db;
  t.join();
  co_return;
}
