// RUN: %check %s
// daemon() leaves only the child running.
#define _DEFAULT_SOURCE
#include <sqlite3.h>
#include <unistd.h>

void wrong(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  daemon(0, 0);  // finding: sqlite-handle-forked: connection 'db' is opened before daemon and used in the child
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right(void) {
  sqlite3* db = 0;
  if (daemon(0, 0) != 0) return;
  sqlite3_open("app.db", &db);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}
