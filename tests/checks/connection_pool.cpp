// RUN: %check %s
// RUN: %check --policy exclusive %s
// Right under `exclusive`: each thread takes a connection out of the pool. Which one,
// nobody can tell, so nobody says that two have taken the same.
#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Connection {
 public:
  explicit Connection(const char* file) { sqlite3_open(file, &db_); }
  ~Connection() { sqlite3_close(db_); }
  void run(const char* sql) { sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_ = nullptr;
};

class Pool {
 public:
  explicit Pool(int size) {
    for (int i = 0; i < size; ++i) free_.push_back(std::make_unique<Connection>("app.db"));
  }
  std::unique_ptr<Connection> take() {
    std::lock_guard<std::mutex> lock(mutex_);
    auto taken = std::move(free_.back());
    free_.pop_back();
    return taken;
  }
  void give(std::unique_ptr<Connection> connection) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(connection));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_;
};

int main() {
  Pool pool(4);
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    // finding: sqlite-handle-transferred: connection 'Connection::db_' is handed to the thread started here
    workers.emplace_back([&pool] {
      auto connection = pool.take();
      connection->run("select 1");
      pool.give(std::move(connection));
    });
  }
  for (auto& worker : workers) worker.join();
}
