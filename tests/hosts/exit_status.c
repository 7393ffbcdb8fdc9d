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
// quick_exit() runs handlers of its own, and flushes nothing.
// RUN: env LD_PRELOAD=%shim %t quick >%t.out 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=QUICK --implicit-check-not='main ends' %s <%t.out
// RUN: grep -x 'lanyard: 1 violation, 1 use on a wrong thread' %t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0 %t quick >%t.out 2>%t.err; test $? = 3
// QUICK: quick handler
// _exit() leaves at once: what was seen is told, and the status is the program's own.
// RUN: env LD_PRELOAD=%shim %t at_once >%t.out 2>%t.err; test $? = 3
// RUN: grep -x 'lanyard: 1 violation, 1 use on a wrong thread' %t.err
// RUN: env LD_PRELOAD=%shim %t silent >%t.out 2>%t.err; test $? = 3
// RUN: %FileCheck %s <%t.out && %not grep lanyard %t.err

// CHECK: main ends
// CHECK-NEXT: exit handler
// CHECK-NEXT: destructor
#include <string.h>
#include <unistd.h>

#include "host.h"

static void quick_handler(void) {
  printf("quick handler\n");
  fflush(stdout);
}
static void handler(void) { printf("exit handler\n"); }
__attribute__((destructor)) static void destructor(void) { printf("destructor\n"); }

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  const char* mode = count == 1 ? "" : arguments[1];
  atexit(handler);
  at_quick_exit(quick_handler);
  sqlite3* db = opened(":memory:");
  if (strcmp(mode, "silent")) on_another_thread(use, db);
  sqlite3_close(db);
  if (!strcmp(mode, "quick")) quick_exit(3);
  if (!strcmp(mode, "at_once")) _exit(3);
  printf("main ends\n");
  return 3;
}
