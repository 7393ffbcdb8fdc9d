// RUN: %check --policy exclusive %s
// A value behind its mutex: what is reached through the locked proxy is guarded.
#include <sqlite3.h>

#include <mutex>
#include <thread>

template <typename T>
class Synchronized {
 public:
  class Locked {
   public:
    Locked(T& value, std::mutex& mutex) : value_(value), lock_(mutex) {}
    T* operator->() { return &value_; }
    T& operator*() { return value_; }

   private:
    T& value_;
    std::unique_lock<std::mutex> lock_;
  };
  Locked lock() { return Locked(value_, mutex_); }
  template <typename F>
  auto with_lock(F&& f) {
    std::lock_guard<std::mutex> guard(mutex_);
    return f(value_);
  }
  T& unsafe() { return value_; }

 private:
  T value_;
  std::mutex mutex_;
};

class Connection {
 public:
  Connection() { sqlite3_open("app.db", &db_); }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

int main() {
  Synchronized<Connection> right, wrong;
  std::thread first([&right] { right.lock()->run("select 1"); });
  // finding(exclusive): sqlite-handle-shared: connection 'Connection::db_' is used by this thread and by the one started here
  std::thread second([&wrong] { wrong.with_lock([](Connection& it) { it.run("select 2"); }); });
  right.with_lock([](Connection& it) { it.run("select 3"); });
  {
    auto held = right.lock();
    held->run("select 4");
  }
  wrong.unsafe().run("select 5");
  first.join();
  second.join();
}
