// RUN: %check --policy exclusive %s
// Who shares a lock and who has it alone exclude each other; two who share it do not.
#include <sqlite3.h>

#include <mutex>
#include <shared_mutex>
#include <thread>

class Store {
 public:
  explicit Store(const char* file) { sqlite3_open(file, &db_); }
  void count() const {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
  }
  void look() const {
    mutex_.lock_shared();
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
    mutex_.unlock_shared();
  }
  void clean() {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    sqlite3_exec(db_, "delete from t", nullptr, nullptr, nullptr);
  }

 private:
  sqlite3* db_ = nullptr;
  mutable std::shared_mutex mutex_;
};

int main() {
  Store right("a.db"), wrong("b.db");
  std::thread cleaner([&right] { right.clean(); });
  std::thread counter([&wrong] { wrong.count(); });  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  right.count();
  right.look();
  wrong.look();
  cleaner.join();
  counter.join();
}
