// RUN: %check %s
// RUN: %check %s --std c++11
// The entry is an object with a call operator.
#include <sqlite3.h>

#include <thread>

struct Task {
  sqlite3* db;
  void operator()() const { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }
};

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  std::thread worker(Task{db});  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  worker.join();
}
