// RUN: %check %s
// An init-capture renames the handle.
#include <sqlite3.h>

#include <thread>

void serve(const char* file) {
  sqlite3* db = nullptr;
  sqlite3_open(file, &db);  // step: created: connection 'db' is created here
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, in an init-capture
  std::thread worker([mine = db] {
    // step: used_there: used on the new thread here, by sqlite3_exec
    sqlite3_exec(mine, "select 1", nullptr, nullptr, nullptr);
  });
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);  // step: used_here: used on this thread here, by sqlite3_exec
  worker.join();
}
