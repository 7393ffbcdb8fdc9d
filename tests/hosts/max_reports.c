// Beyond max_reports distinct violations, uses are counted and not told.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=max_reports=2 %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: cross-thread-use: sqlite3_changes
// CHECK: cross-thread-use: sqlite3_errcode
// CHECK-NOT: cross-thread-use:
// CHECK: lanyard: 2 violations, 5 uses on a wrong thread, 3 not reported
#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  sqlite3_errcode(db);
  for (int i = 0; i < 3; ++i) sqlite3_get_autocommit(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  sqlite3_close(db);
}
