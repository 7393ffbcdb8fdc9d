// RUN: %check --std c++20 %s
// Which thread a coroutine goes on on after `co_await`, only the awaiter knows: where nothing says
// that it is another, there is nothing to say.
#include <sqlite3.h>

#include <coroutine>

class Executor {
 public:
  void post(std::coroutine_handle<> next);
};

struct Switch {
  Executor& executor;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> next) { executor.post(next); }
  void await_resume() const noexcept {}
};

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

Task query(Executor& executor) {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  co_await Switch{executor};
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_close(db);
}

// The parameter is the caller's: it goes on using it, on its own thread.
Task one(Executor& executor, sqlite3* db) {
  co_await Switch{executor};
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}

int main() {
  Executor executor;
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  query(executor);
  one(executor, db);
  sqlite3_close(db);
}
