// RUN: %check --policy exclusive %s
// The mutex, and the methods that take it, are in a base class.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Lockable {
 public:
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

 private:
  std::recursive_mutex mutex_;
};

class Store : public Lockable {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  void put() {
    lock();
    put_again();
    unlock();
  }
  void put_again() {
    // mutant add-thread: add std::thread([this] { sqlite3_exec(db_, "", nullptr, nullptr, nullptr); }).detach();
    std::lock_guard<Lockable> guard(*this);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() {
    lock();
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
    unlock();
  }

 private:
  sqlite3* db_ = nullptr;
};

int main() {
  Store store;
  std::thread worker([&store] { store.put(); });
  store.get();
  worker.join();
}
