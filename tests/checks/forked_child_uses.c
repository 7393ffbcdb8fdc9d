// RUN: %check %s
// RUN: %check --policy serialized %s
// The child uses the connection that its parent opened.
#include <sqlite3.h>
#include <unistd.h>

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  // finding(serialized): sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  // step: crosses: it goes to the child here, by fork
  if (fork() == 0) {
    sqlite3_exec(db, "select 1", 0, 0, 0);  // step: used_there: used in the child here, by sqlite3_exec
    _exit(0);
  }
  sqlite3_exec(db, "select 2", 0, 0, 0);
  sqlite3_close(db);
}
