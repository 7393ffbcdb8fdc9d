// The plain case: a statement stepped by a thread that did not open its connection. The
// preloaded shim alone reports it, and each on_violation does what it says.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db
// RUN: env LD_PRELOAD=%shim %t %t.db >%t.out 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: grep -x 'step 100, close 0' %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=abort %t %t.db >%t.out 2>%t.err; test $? = 134
// RUN: grep cross-thread-use: %t.err && %not grep step %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=trap %t %t.db >%t.out 2>%t.err; test $? = 133
// RUN: grep cross-thread-use: %t.err && %not grep step %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=misuse %t %t.db >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'step 21, close 0' %t.out

// CHECK: lanyard: cross-thread-use: sqlite3_step on a statement of [[NAME:.*]].db (serialized)
// CHECK-NEXT: SQL     select 1
// CHECK: used by thread 2 "[[THREAD:[^"]*]]"
// CHECK-NEXT: started by thread 1 "[[THREAD]]" in {{.*}}, runs {{.*}}step_on_another_thread.c.tmp+0x
// CHECK-NEXT: native  {{.*}}step_on_another_thread.c.tmp+0x
// CHECK: home thread 1 "[[THREAD]]", opened by sqlite3_open
// CHECK-NEXT: native  {{.*}}step_on_another_thread.c.tmp+0x
// CHECK: lanyard explain cross-thread-use
// CHECK-NEXT: lanyard: 1 violation, 1 use on a wrong thread
// CHECK-NOT: lanyard
#include "host.h"

static int answer;

static void* step(void* statement) {
  answer = sqlite3_step(statement);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  sqlite3* db = opened(arguments[1]);
  sqlite3_stmt* statement = prepared(db, "select 1");
  on_another_thread(step, statement);
  sqlite3_finalize(statement);
  printf("step %d, close %d\n", answer, sqlite3_close(db));
}
