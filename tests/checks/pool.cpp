// RUN: %check --policy exclusive %s
// RUN: %check --policy exclusive %s --std c++11
// A pool of the project's own: the work is put in a queue that its threads run.
#include <sqlite3.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

class Pool {
 public:
  explicit Pool(int size) {
    for (int i = 0; i < size; ++i) threads_.emplace_back([this] { run(); });
  }
  ~Pool() {
    for (auto& thread : threads_) thread.join();
  }
  void submit(std::function<void()> task) {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push(std::move(task));
    ready_.notify_one();
  }

 private:
  void run() {
    while (true) {
      std::function<void()> task;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        ready_.wait(lock, [this] { return !tasks_.empty(); });
        task = std::move(tasks_.front());
        tasks_.pop();
      }
      task();
    }
  }
  std::vector<std::thread> threads_;
  std::queue<std::function<void()>> tasks_;
  std::mutex mutex_;
  std::condition_variable ready_;
};

int main() {
  sqlite3 *first = nullptr, *second = nullptr;
  sqlite3_open("a.db", &first);
  sqlite3_open("b.db", &second);
  Pool pool(2);
  sqlite3_exec(first, "create table t (x)", nullptr, nullptr, nullptr);
  sqlite3_exec(second, "create table t (x)", nullptr, nullptr, nullptr);
  pool.submit([first] { sqlite3_exec(first, "select 1", nullptr, nullptr, nullptr); });
  // finding(exclusive): sqlite-handle-shared: connection 'second' is used by this thread and by the one started here
  pool.submit([second] { sqlite3_exec(second, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(second, "select 2", nullptr, nullptr, nullptr);
}
