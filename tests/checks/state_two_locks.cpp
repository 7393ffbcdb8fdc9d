// RUN: %check --policy serialized %s
// Each call is under the lock, and the pair is not.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Store {
 public:
  void insert() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "insert into log values (1)", nullptr, nullptr, nullptr);
  }
  sqlite3_int64 last() {
    std::lock_guard<std::mutex> lock(mutex_);
    // finding(serialized): sqlite-connection-state: sqlite3_last_insert_rowid on connection 'Store::db_' can tell another thread's row id: no lock is held since sqlite3_exec
    return sqlite3_last_insert_rowid(db_);
  }
  sqlite3_int64 insert_and_tell() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "insert into log values (1)", nullptr, nullptr, nullptr);
    return sqlite3_changes(db_);
  }

 private:
  std::mutex mutex_;
  sqlite3* db_ = nullptr;
};

void wrong(Store& store) {
  std::thread other([&] { store.insert(); });
  store.insert();
  store.last();
  other.join();
}

void right(Store& store) {
  std::thread other([&] { store.insert_and_tell(); });
  store.insert_and_tell();
  other.join();
}
