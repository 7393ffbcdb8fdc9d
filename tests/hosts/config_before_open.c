// sqlite3_config works only before SQLite is initialised: the shim must not have done that.
// The mode it sets is what a report tells.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_changes on a connection to a database in memory (multi-thread)
#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  REQUIRE(sqlite3_threadsafe());
  REQUIRE(!sqlite3_config(SQLITE_CONFIG_MULTITHREAD));
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  REQUIRE(!sqlite3_close(db));
}
