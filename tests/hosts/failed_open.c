// An open that fails still returns a handle, which must be closed, by its own thread.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_close on a connection
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open_v2
// CHECK: lanyard: 1 violation
#include "host.h"

static void* close_it(void* db) {
  REQUIRE(!sqlite3_close(db));
  return NULL;
}

int main(void) {
  sqlite3* db = NULL;
  REQUIRE(sqlite3_open_v2("/nowhere/at/all.db", &db, SQLITE_OPEN_READONLY, NULL) ==
          SQLITE_CANTOPEN);
  REQUIRE(db);
  on_another_thread(close_it, db);
}
