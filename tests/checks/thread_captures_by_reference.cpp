// RUN: %check %s
// RUN: %check --policy exclusive %s
// A lambda captures the handle by reference, and both threads use it before the join.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, captured by reference
  std::thread worker([&] {
    // step: used_there: used on the new thread here, by sqlite3_exec
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  // step: used_here: used on this thread here, by sqlite3_changes
  sqlite3_changes(db);
  worker.join();
  sqlite3_close(db);
}
