// RUN: %check --policy exclusive %s
// Right under `exclusive`: the lock is taken one call further out.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Store {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  void put() {
    // mutant drop-lock.1: drop
    std::scoped_lock lock(mutex_);
    run("insert into t values (1)");
  }
  void get() {
    // mutant drop-lock.2: write std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
    std::unique_lock<std::mutex> lock(mutex_);
    run("select 1");
    // mutant drop-lock.2: drop
    lock.unlock();
  }

 private:
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }
  std::mutex mutex_;
  sqlite3* db_ = nullptr;
};

int main() {
  Store store;
  std::thread worker([&store] { store.put(); });
  store.get();
  worker.join();
}
