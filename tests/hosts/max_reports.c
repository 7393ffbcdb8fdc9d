// Beyond max_reports distinct violations, uses are counted and not told; a line says so.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=max_reports=2 %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=max_reports=2:log_path=%t.log %t; test $? = 66
// RUN: %FileCheck --check-prefix=FILE %s <$(ls %t.log.*)
// FILE-COUNT-2: "type":"violation"
// FILE-NEXT: {"type":"limit","max_reports":2}
// FILE-NEXT: {"type":"end","counts":{"violations":2,"uses":5,"at_exit":0,"unreported":3,"suppressed":0}}

// As many as there are is no limit.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=max_reports=3 %t 2>%t.err; test $? = 66
// RUN: %not grep 'max_reports (' %t.err

// CHECK: cross-thread-use: sqlite3_changes
// CHECK: cross-thread-use: sqlite3_errcode
// CHECK-NOT: cross-thread-use:
// CHECK: lanyard: max_reports (2) is reached: other violations are only counted
// CHECK-NOT: max_reports
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
