// RUN: %check --policy exclusive %s
// Methods that say of their callers that they hold the lock (Clang's thread-safety attributes):
// code that we do not see does so.
#include <sqlite3.h>

#include <mutex>
#include <thread>

#define CAPABILITY(x) __attribute__((capability(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))

class CAPABILITY("mutex") Mutex : public std::mutex {};

class Right {
 public:
  Right() { sqlite3_open("app.db", &db_); }
  void start() {
    thread_ = std::thread([this] {
      // mutant drop-lock.1: drop
      std::lock_guard<Mutex> lock(mutex_);
      put();
    });
  }
  // mutant drop-lock.2: write void put() {
  void put() REQUIRES(mutex_) {
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() REQUIRES(mutex_) { sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr); }

 private:
  Mutex mutex_;
  sqlite3* db_ GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};
