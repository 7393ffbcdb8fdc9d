// RUN: %check --policy serialized %s
// A statement that was prepared elsewhere leaves its state in the connection all the same.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Right {
 public:
  Right() {
    sqlite3_open("app.db", &db_);
    sqlite3_exec(db_, "create table if not exists log (x)", nullptr, nullptr, nullptr);
    sqlite3_prepare_v2(db_, "insert into log values (1)", -1, &insert_, nullptr);
  }
  void start() {
    cleaner_ = std::thread([this] {
      std::lock_guard<std::mutex> lock(mutex_);
      sqlite3_exec(db_, "delete from log", nullptr, nullptr, nullptr);
    });
  }
  sqlite3_int64 store() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_reset(insert_);
    if (sqlite3_step(insert_) != SQLITE_DONE) return 0;
    return sqlite3_last_insert_rowid(db_);
  }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::mutex mutex_;
  std::thread cleaner_;
};

class Wrong {
 public:
  Wrong() {
    sqlite3_open("app.db", &db_);
    sqlite3_exec(db_, "create table if not exists log (x)", nullptr, nullptr, nullptr);
    sqlite3_prepare_v2(db_, "insert into log values (1)", -1, &insert_, nullptr);
  }
  void start() {
    writer_ = std::thread([this] {  // step: crosses: it goes to a second thread here
      std::lock_guard<std::mutex> lock(mutex_);
      sqlite3_exec(db_, "insert into log values (2)", nullptr, nullptr, nullptr);  // step: used_there: meanwhile used on another thread here, by sqlite3_exec
    });
  }
  sqlite3_int64 store() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (sqlite3_step(insert_) != SQLITE_DONE) return 0;  // step: used_here: left here, by sqlite3_step
    }
    // finding(serialized): sqlite-connection-state: sqlite3_last_insert_rowid on connection 'Wrong::db_' can tell another thread's row id: no lock is held since sqlite3_step
    return sqlite3_last_insert_rowid(db_);  // step: used_here: read here, by sqlite3_last_insert_rowid
  }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::mutex mutex_;
  std::thread writer_;
};
