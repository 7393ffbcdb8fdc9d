// RUN: %check --policy exclusive %s
// A type-erased callable of the project's own.
#include <sqlite3.h>

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

class Callable {
 public:
  Callable() = default;
  template <typename F>
  Callable(F f) : held_(std::make_unique<Holder<F>>(std::move(f))) {}
  void operator()() { held_->call(); }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual void call() = 0;
  };
  template <typename F>
  struct Holder : Base {
    explicit Holder(F f) : f_(std::move(f)) {}
    void call() override { f_(); }
    F f_;
  };
  std::unique_ptr<Base> held_;
};

class Queue {
 public:
  Queue() : thread_([this] { run(); }) {}
  ~Queue() { thread_.join(); }
  void push(Callable work) {
    std::lock_guard<std::mutex> lock(mutex_);
    work_.push_back(std::move(work));
  }

 private:
  void run() {
    while (true) {
      mutex_.lock();
      Callable next = std::move(work_.front());
      work_.pop_front();
      mutex_.unlock();
      next();
    }
  }
  std::mutex mutex_;
  std::deque<Callable> work_;
  std::thread thread_;
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Queue queue;
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  queue.push([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}
