// RUN: %check --policy exclusive %s
// One method says that its callers hold the lock (Clang's thread-safety attributes), the other
// says nothing. What the handle is guarded by proves nothing of who takes the lock.
#include <sqlite3.h>

#include <mutex>
#include <thread>

#define CAPABILITY(x) __attribute__((capability(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))

class CAPABILITY("mutex") Mutex : public std::mutex {};

class Store {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  void start() {
    // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
    thread_ = std::thread([this] {
      std::lock_guard<Mutex> lock(mutex_);
      put();
    });
  }
  void put() REQUIRES(mutex_) {
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }

 private:
  Mutex mutex_;
  sqlite3* db_ GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};
