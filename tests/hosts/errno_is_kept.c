// A program may read errno after a call of SQLite: the shim's own work leaves it alone.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %t 2>/dev/null
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %t 2>&-
#include <errno.h>

#include "host.h"

static void* use(void* db) {
  errno = 12345;
  sqlite3_changes(db);
  REQUIRE(errno == 12345);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  errno = 12345;
  sqlite3_stmt* statement = prepared(db, "select 1");
  REQUIRE(errno == 12345);
  sqlite3_finalize(statement);
}
