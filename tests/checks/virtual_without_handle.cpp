// RUN: %check %s
// Right: of the two classes of tasks, the one that has a handle is never handed over.
#include <sqlite3.h>

#include <memory>
#include <thread>

struct Task {
  virtual ~Task() = default;
  virtual void run() = 0;
};
class WithHandle : public Task {
 public:
  explicit WithHandle(sqlite3* db) : db_(db) {}
  void run() override { sqlite3_exec(db_, "vacuum", nullptr, nullptr, nullptr); }

 private:
  sqlite3* db_;
};
class Other : public Task {
 public:
  void run() override {}
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  WithHandle here(db);
  std::unique_ptr<Task> task = std::make_unique<Other>();
  std::thread worker([&task] { task->run(); });
  here.run();
  worker.join();
}
