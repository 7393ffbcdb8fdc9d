// RUN: %check %s
// What the child of a fork does by a helper is shown with the calls to it.
#include <sqlite3.h>
#include <unistd.h>

static void run(sqlite3* db, const char* sql) {
  sqlite3_exec(db, sql, 0, 0, 0);  // step: used_there: used in the child here, by sqlite3_exec
}

static void work(sqlite3* db) {
  run(db, "select 1");  // step: calls: the child calls run here
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (fork() == 0) {  // step: crosses: it goes to the child here, by fork
    work(db);         // step: calls: the child calls work here
    _exit(0);
  }
  run(db, "select 2");
  sqlite3_close(db);
}
