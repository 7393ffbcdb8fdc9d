// RUN: %check --policy exclusive %s
// Guards of the project's own: a class that locks in its constructor and unlocks in its
// destructor, one that takes a pointer to the object with the mutex.
#include <pthread.h>
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Mutex {
 public:
  Mutex() { pthread_mutex_init(&mutex_, nullptr); }
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_;
};

class Locker {
 public:
  explicit Locker(Mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Locker() { mutex_.unlock(); }

 private:
  Mutex& mutex_;
};

class Guarded {
 public:
  Guarded() { sqlite3_open("app.db", &db_); }
  void put() {
    Locker locker(mutex_);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() {
    std::lock_guard<Mutex> locker(mutex_);
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
  }

 private:
  Mutex mutex_;
  sqlite3* db_ = nullptr;
};

class HalfGuarded {
 public:
  HalfGuarded() { sqlite3_open("app.db", &db_); }
  void put() {
    Locker locker(mutex_);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() {
    { Locker locker(mutex_); }
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
  }

 private:
  Mutex mutex_;
  sqlite3* db_ = nullptr;
};

int main() {
  Guarded right;
  HalfGuarded wrong;
  std::thread first([&right] { right.put(); });
  // finding(exclusive): sqlite-handle-shared: connection 'HalfGuarded::db_' is used by this thread and by the one started here
  std::thread second([&wrong] { wrong.put(); });
  right.get();
  wrong.get();
  first.join();
  second.join();
}
