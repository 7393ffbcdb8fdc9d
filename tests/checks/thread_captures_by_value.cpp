// RUN: %check %s
// A lambda captures the handle by value; the giver closes it only after the join.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  // step: crosses: it goes to the new thread here, captured by value
  std::thread worker([db] {
    // step: used_there: used on the new thread here, by sqlite3_exec
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  });
  worker.join();
  sqlite3_close(db);
}
