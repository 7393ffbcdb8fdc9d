// RUN: %check %s
// Right: one thread owns the connection, opens it, and runs what others post with it.
#include <sqlite3.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>

class Database {
 public:
  using Job = std::function<void(sqlite3*)>;
  Database() : thread_([this] { run(); }) {}
  ~Database() {
    post(nullptr);
    thread_.join();
  }
  void post(Job job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(std::move(job));
    ready_.notify_one();
  }

 private:
  void run() {
    sqlite3* db = nullptr;
    sqlite3_open("app.db", &db);
    while (true) {
      std::unique_lock<std::mutex> lock(mutex_);
      ready_.wait(lock, [this] { return !jobs_.empty(); });
      Job job = std::move(jobs_.front());
      jobs_.pop();
      lock.unlock();
      if (!job) break;
      job(db);
    }
    sqlite3_close(db);
  }
  std::mutex mutex_;
  std::condition_variable ready_;
  std::queue<Job> jobs_;
  std::thread thread_;
};

int main() {
  Database database;
  database.post([](sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  database.post([](sqlite3* db) { sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr); });
}
