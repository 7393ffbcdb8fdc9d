// RUN: %check --policy exclusive %s
// A map from threads to their connections: each thread has its own.
#include <sqlite3.h>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
class Connections {
 public:
  sqlite3* get() {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = connections_.find(std::this_thread::get_id());
    if (found != connections_.end()) return found->second.get();
    sqlite3* db = nullptr;
    if (sqlite3_open("a.db", &db) != SQLITE_OK) {
      sqlite3_close(db);
      return nullptr;
    }
    connections_.emplace(std::this_thread::get_id(), Handle(db, &sqlite3_close));
    return db;
  }

 private:
  using Handle = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
  std::mutex mutex_;
  std::unordered_map<std::thread::id, Handle> connections_;
};
class Worker {
 public:
  explicit Worker(Connections& connections) : connections_(connections) {}
  void start() { thread_ = std::thread(&Worker::run, this); }
  void stop() { thread_.join(); }
  void count() { sqlite3_exec(connections_.get(), "select 1", nullptr, nullptr, nullptr); }

 private:
  void run() { count(); }
  Connections& connections_;
  std::thread thread_;
};
int main() {
  Connections connections;
  Worker worker(connections);
  worker.start();
  worker.count();
  worker.stop();
}
