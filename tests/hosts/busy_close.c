// sqlite3_close answers SQLITE_BUSY while a statement lives: the connection is as it was,
// with its home and its identity, and a use by another thread is still a violation.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_changes on a connection to a database in memory (serialized)
// CHECK-NEXT: used by thread 2
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: lanyard: 1 violation, 1 use on a wrong thread
#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select 1");
  REQUIRE(sqlite3_close(db) == SQLITE_BUSY);
  on_another_thread(use, db);
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
}
