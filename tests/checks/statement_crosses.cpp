// RUN: %check %s
// A statement crosses while its connection is used: they count as one object.
#include <sqlite3.h>

#include <thread>

int main() {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  sqlite3_open("app.db", &db);
  sqlite3_prepare_v2(db, "select 1", -1, &statement, nullptr);  // step: created: statement 'statement' is created here
  // finding: sqlite-handle-shared: statement 'statement' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, captured by value
  std::thread worker([statement] { sqlite3_step(statement); });  // step: used_there: used on the new thread here, by sqlite3_step
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);  // step: used_here: used on this thread here, by sqlite3_exec
  worker.join();
  sqlite3_finalize(statement);
  sqlite3_close(db);
}
