// RUN: %check %s
// A child that exits does what its parent would have done at exit.
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

static sqlite3* db;

static void close_database(void) { sqlite3_close(db); }

static void leaves(void) {
  if (fork() == 0) exit(0);  // finding: sqlite-handle-forked: connection 'db' is opened before fork and closed in the child
}

static void leaves_quietly(void) {
  if (fork() == 0) _exit(0);
}

int main(void) {
  sqlite3_open("app.db", &db);
  atexit(close_database);
  leaves();
  leaves_quietly();
}
