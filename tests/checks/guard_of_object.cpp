// RUN: %check --policy exclusive %s
// A guard that is given the object whose mutex it takes, and a guard that holds a
// lock_guard.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Store {
 public:
  class Access {
   public:
    explicit Access(Store* store) : store_(store) { store_->mutex_.lock(); }
    ~Access() { store_->mutex_.unlock(); }

   private:
    Store* store_;
  };
  class Hold {
   public:
    explicit Hold(Store& store) : lock_(store.mutex_) {}

   private:
    std::lock_guard<std::mutex> lock_;
  };
  Store() { sqlite3_open("app.db", &db_); }
  void put() {
    Access access(this);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }
  void get() {
    Hold hold(*this);
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
  }
  void forgets() { sqlite3_exec(db_, "select 2", nullptr, nullptr, nullptr); }

 private:
  std::mutex mutex_;
  sqlite3* db_ = nullptr;
};

int main() {
  Store right, wrong;
  std::thread first([&right] { right.put(); });
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread second([&wrong] { wrong.get(); });
  right.get();
  wrong.forgets();
  first.join();
  second.join();
}
