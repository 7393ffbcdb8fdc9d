// The status of a program that saw a violation is exitcode, unless that is 0. Nothing of
// the program's own end is lost: exit handlers, destructors, buffered output.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t >%t.out 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=7 %t >%t.out 2>%t.err; test $? = 7
// RUN: %FileCheck %s <%t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %t >%t.out 2>%t.err; test $? = 3
// RUN: %FileCheck %s <%t.out
// RUN: env LD_PRELOAD=%shim %t silent >%t.out 2>%t.err; test $? = 3
// RUN: %FileCheck %s <%t.out && %not grep lanyard %t.err

// CHECK: main ends
// CHECK-NEXT: exit handler
// CHECK-NEXT: destructor
#include "host.h"

static void handler(void) { printf("exit handler\n"); }
__attribute__((destructor)) static void destructor(void) { printf("destructor\n"); }

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  (void)arguments;
  atexit(handler);
  sqlite3* db = opened(":memory:");
  if (count == 1) on_another_thread(use, db);
  sqlite3_close(db);
  printf("main ends\n");
  return 3;
}
