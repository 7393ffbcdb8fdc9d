// A Python whose frames the shim does not know how to read: native frames, and one line that
// says so, not one a report. The interpreter here is two functions that say they are one.
//
// RUN: %cc -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s --implicit-check-not='cannot be read' <%t.err
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %t; test $? = 66
// RUN: grep -c '"unread_python":"9.9.9"' %t.log.* | grep -x 2

// CHECK: lanyard: frames of Python 9.9.9 cannot be read by this version; reports have native frames only
// CHECK: lanyard: cross-thread-use: sqlite3_changes
// CHECK: native
// CHECK: lanyard: cross-thread-use: sqlite3_errcode
// CHECK: lanyard: 2 violations
#include "host.h"

void* PyGILState_GetThisThreadState(void) { return NULL; }
const char* Py_GetVersion(void) { return "9.9.9 (main, today) [a compiler]"; }

static void* use(void* db) {
  sqlite3_changes(db);
  sqlite3_errcode(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  sqlite3_close(db);
}
