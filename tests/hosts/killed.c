// A process that is killed leaves whole lines, and counts that were true at the last power
// of two.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %t; test $? = 137
// RUN: %python %S/Inputs/show_result.py %t.log.* | %FileCheck %s

// CHECK: start
// CHECK-NEXT: violation 1 cross-thread-use sqlite3_step 4 statement
// CHECK-NOT: end
#include <signal.h>

#include "host.h"

static void* step(void* statement) {
  for (int i = 0; i < 7; ++i) sqlite3_step(statement);
  raise(SIGKILL);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(step, prepared(db, "select 1"));
}
