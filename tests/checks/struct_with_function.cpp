// RUN: %check --policy exclusive %s
// A priority queue of structs that hold the work.
#include <sqlite3.h>

#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

struct Job {
  int priority;
  std::function<void()> work;
  bool operator<(const Job& other) const { return priority < other.priority; }
};

class Scheduler {
 public:
  Scheduler() : thread_([this] { run(); }) {}
  ~Scheduler() { thread_.join(); }
  void schedule(int priority, std::function<void()> work) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(Job{priority, std::move(work)});
  }
  void schedule(Job job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(std::move(job));
  }

 private:
  void run() {
    while (true) {
      Job job;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        if (jobs_.empty()) return;
        job = jobs_.top();
        jobs_.pop();
      }
      job.work();
    }
  }
  std::mutex mutex_;
  std::priority_queue<Job> jobs_;
  std::thread thread_;
};

int main() {
  sqlite3 *db = nullptr, *other = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_open("b.db", &other);
  Scheduler scheduler;
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  scheduler.schedule(1, [db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  // finding(exclusive): sqlite-handle-shared: connection 'other' is used by this thread and by the one started here
  scheduler.schedule({2, [&other] { sqlite3_exec(other, "select 1", nullptr, nullptr, nullptr); }});
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  sqlite3_exec(other, "select 2", nullptr, nullptr, nullptr);
}
