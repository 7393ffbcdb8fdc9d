// RUN: %check %s
// clone() runs a function in the child.
#include <sched.h>
#include <sqlite3.h>

static char stack[65536];

static int work(void* argument) {
  sqlite3_exec(static_cast<sqlite3*>(argument), "select 1", nullptr, nullptr, nullptr);
  return 0;
}

static int nothing(void*) { return 0; }

void wrong(sqlite3* db) {
  clone(work, stack + sizeof(stack), 0, db);  // finding: sqlite-handle-forked: connection 'db' is opened before clone and used in the child
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}

void right(sqlite3* db) {
  clone(nothing, stack + sizeof(stack), 0, db);
  sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
}
