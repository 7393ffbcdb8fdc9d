// At process exit the main thread closes what other threads opened: counted apart, and
// reported only on demand.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %t
// RUN: %FileCheck %s <$(ls %t.log.*)
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=at_exit=1 %t 2>%t.err; test $? = 66
// RUN: grep 'cross-thread-use: sqlite3_close on' %t.err

// CHECK: "type":"start"
// CHECK-NEXT: {"type":"end","counts":{"violations":0,"uses":0,"at_exit":1,"unreported":0,"suppressed":0}}
#include "host.h"

static sqlite3* db;

static void* open_one(void* unused) {
  db = opened(":memory:");
  return unused;
}

static void close_it(void) { REQUIRE(!sqlite3_close(db)); }

int main(void) {
  atexit(close_it);
  on_another_thread(open_one, NULL);
}
