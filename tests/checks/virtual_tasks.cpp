// RUN: %check --policy exclusive %s
// A queue of objects with a virtual method that the workers call.
#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Task {
  virtual ~Task() = default;
  virtual void run() = 0;
};

class Worker {
 public:
  Worker() : thread_([this] { loop(); }) {}
  ~Worker() { thread_.join(); }
  void add(std::unique_ptr<Task> task) {
    std::lock_guard<std::mutex> lock(mutex_);
    tasks_.push_back(std::move(task));
  }

 private:
  void loop() {
    while (true) {
      std::unique_ptr<Task> task;
      {
        std::lock_guard<std::mutex> lock(mutex_);
        if (tasks_.empty()) continue;
        task = std::move(tasks_.back());
        tasks_.pop_back();
      }
      task->run();
    }
  }
  std::mutex mutex_;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::thread thread_;
};

class Vacuum : public Task {
 public:
  explicit Vacuum(sqlite3* db) : db_(db) {}
  void run() override { sqlite3_exec(db_, "vacuum", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};

class OwnVacuum : public Task {
 public:
  void run() override {
    sqlite3* db = nullptr;
    sqlite3_open("app.db", &db);
    sqlite3_exec(db, "vacuum", nullptr, nullptr, nullptr);
    sqlite3_close(db);
  }
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  Worker worker;
  worker.add(std::make_unique<OwnVacuum>());
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  worker.add(std::make_unique<Vacuum>(db));
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
}
