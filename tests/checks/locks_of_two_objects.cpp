// RUN: %check --policy exclusive %s
// Two objects share a connection, and each has a mutex of its own: no common lock. With
// a static mutex there is one.
#include <sqlite3.h>

#include <mutex>
#include <thread>

class Table {
 public:
  explicit Table(sqlite3* db) : db_(db) {}
  void put() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }

 private:
  std::mutex mutex_;
  sqlite3* db_;
};

class Careful {
 public:
  explicit Careful(sqlite3* db) : db_(db) {}
  void put() {
    std::lock_guard<std::mutex> lock(mutex_);
    sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr);
  }

 private:
  static std::mutex mutex_;
  sqlite3* db_;
};
std::mutex Careful::mutex_;

int main() {
  sqlite3 *db = nullptr, *other = nullptr;
  sqlite3_open("a.db", &db);
  sqlite3_open("b.db", &other);
  Table first(db), second(db);
  Careful third(other), fourth(other);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  std::thread worker([&first] { first.put(); });
  std::thread careful([&third] { third.put(); });
  second.put();
  fourth.put();
  worker.join();
  careful.join();
}
