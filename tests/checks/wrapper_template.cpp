// RUN: %check %s
// RUN: %check %s --std c++11
// A wrapper of the project's own starts what it is given: the hand-over is the call.
#include <sqlite3.h>

#include <thread>
#include <utility>

template <typename Task>
void in_background(Task task) {
  std::thread(std::move(task)).detach();
}

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  in_background([db] { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}
