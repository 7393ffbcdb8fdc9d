// RUN: %check %s
// The pool is passed to the function that hands the work over: the finding is there.
#include <sqlite3.h>

#include <deque>
#include <functional>
#include <mutex>
#include <thread>

class Pool {
 public:
  Pool() : thread_(&Pool::run, this) {}
  ~Pool() { thread_.join(); }
  void submit(std::function<void()> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
  }

 private:
  void run() {
    while (true) {
      std::unique_lock<std::mutex> lock(mutex_);
      if (jobs_.empty()) return;
      const std::function<void()> job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
    }
  }
  std::mutex mutex_;
  std::deque<std::function<void()>> jobs_;
  std::thread thread_;
};

static void count(sqlite3* db, Pool& pool) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db, "select 1", -1, &statement, nullptr);  // step: created: statement 'statement' is created here
  // finding: sqlite-handle-transferred: statement 'statement' is handed to the thread started here
  // step: crosses: it goes to the new thread here, captured by value
  pool.submit([statement] {
    sqlite3_step(statement);  // step: used_there: used on the new thread here, by sqlite3_step
    sqlite3_finalize(statement);
  });
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Pool pool;
  count(db, pool);
}
