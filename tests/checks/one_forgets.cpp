// RUN: %check --policy exclusive %s
// Of three uses one forgets the lock: the message points at it, the others are notes.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Store {
 public:
  Store() {
    sqlite3_open("app.db", &db_);  // step: created: connection 'Store::db_' is created here
    // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here, not always under 'Store::mutex_'
    // step: crosses: it goes to the new thread here, through the captured 'this'
    thread_ = std::thread([this] { loop(); });  // step: calls: the new thread calls Store::loop here
  }
  ~Store() { thread_.join(); }
  void put() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);  // step: guarded: used under 'Store::mutex_' here, by sqlite3_exec
  }
  int count() { return sqlite3_changes(db_); }  // step: used_here: used on this thread here, by sqlite3_changes, without 'Store::mutex_'

 private:
  void loop() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);  // step: used_there: used on the new thread here, by sqlite3_exec
  }
  std::mutex mutex_;
  sqlite3* db_ = nullptr;
  std::thread thread_;
};

int main() {
  Store store;
  store.put();
  return store.count();  // step: calls: this thread calls Store::count here
}
