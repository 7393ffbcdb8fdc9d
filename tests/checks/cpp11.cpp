// RUN: %check --std c++11 %s
// RUN: %check --std c++14 %s
// RUN: %check --std c++17 %s
// The same in every dialect.
#include <sqlite3.h>

#include <thread>

struct Task {
  sqlite3* db;
  void run() { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }
};

int main() {
  Task task;
  sqlite3_open("app.db", &task.db);
  std::thread worker = std::thread(&Task::run, &task);  // finding: sqlite-handle-shared: connection 'Task::db' is used by this thread and by the one started here
  task.run();
  worker.join();
}
