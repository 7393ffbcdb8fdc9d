// RUN: %check --policy exclusive %s
// What is posted to a loop runs on the loop's thread.
#include <sqlite3.h>

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

class Loop {
 public:
  using Callback = std::function<void()>;
  void start() { thread_ = std::thread(&Loop::run, this); }
  void stop() {
    quit_ = true;
    thread_.join();
  }
  void post(Callback callback) {
    std::lock_guard<std::mutex> lock(mutex_);
    pending_.emplace_back(std::move(callback));
  }

 private:
  void run() {
    while (!quit_) {
      std::deque<Callback> now;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        now.swap(pending_);
      }
      for (auto& each : now) each();
    }
  }
  std::atomic<bool> quit_{false};
  std::mutex mutex_;
  std::deque<Callback> pending_;
  std::thread thread_;
};

int main() {
  Loop loop;
  loop.start();
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  loop.post([&] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  loop.stop();
  sqlite3_close(db);
}
