// shared-cursor: two threads that step one statement each miss the rows that the other took.
// Whole executions by one thread after the other are silent.
//
// RUN: %cc -g -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t mixed | grep -x 'rows: 2 here, 2 there'
// RUN: %t turns | grep -x 'rows: 4 here, 4 there'
// RUN: %t bound | grep -x 'bound 1, read 2'
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t mixed 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t mixed 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t again 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=AGAIN %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t bound 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=BOUND %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t column 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=COLUMN %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t finalized 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=FINALIZED %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t handed_over 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t turns 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t turns 2>&1 | %not grep lanyard
//
// RUN: env LD_PRELOAD=%shim %t mixed 2>%t.err; test $? = 66
// RUN: grep -o 'lanyard: [a-z-]*: sqlite3_[a-z]*' %t.err | %FileCheck --check-prefix=OWNER %s
// OWNER: shared-cursor: sqlite3_step
// OWNER-NEXT: cross-thread-use: sqlite3_step

// CHECK: lanyard: shared-cursor: sqlite3_step on a statement of a database in memory (serialized)
// CHECK-NEXT: SQL     select v from t
// CHECK: used by thread 2
// CHECK: execution begun by thread 1
// CHECK: home thread 1
// CHECK: lanyard: 1 violation, 2 uses{{$}}
// CHECK-NOT: lanyard

// AGAIN: lanyard: shared-cursor: sqlite3_step on
// AGAIN: used by thread 3
// AGAIN: execution begun by thread 1 {{.*}}, in sqlite3_step
// AGAIN-NEXT: native  count_to {{.*}}policy_cursor.c.tmp

// BOUND: lanyard: shared-cursor: sqlite3_bind_int on
// BOUND: used by thread 2
// BOUND: execution begun by thread 1
// BOUND: lanyard: 1 violation, 1 use{{$}}

// COLUMN: lanyard: shared-cursor: sqlite3_column_int on
// COLUMN: lanyard: 1 violation, 1 use{{$}}

// FINALIZED: lanyard: shared-cursor: sqlite3_finalize on
// FINALIZED: used by thread 2
// FINALIZED: execution begun by thread 1
// FINALIZED: lanyard: 1 violation, 1 use{{$}}
#include <string.h>

#include "host.h"

static sqlite3* db;
static int here, there;

__attribute__((noinline, visibility("default"))) int count_to(sqlite3_stmt* statement, int most) {
  int rows = 0;
  while (rows < most && sqlite3_step(statement) == SQLITE_ROW) ++rows;
  return rows;
}

static void* take_two(void* statement) {
  there = count_to(statement, 2);
  return NULL;
}

static void* take_all(void* statement) {
  there = count_to(statement, 5);
  return NULL;
}

static void* bind_two(void* statement) {
  sqlite3_bind_int(statement, 1, 2);
  return NULL;
}

static void* read_column(void* statement) {
  there = sqlite3_column_int(statement, 0);
  return NULL;
}

static void* finalize(void* statement) {
  REQUIRE(!sqlite3_finalize(statement));
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const char* mode = arguments[1];
  db = opened(":memory:");
  REQUIRE(!sqlite3_exec(db, "create table t(v); insert into t values (1), (2), (3), (4)", NULL,
                        NULL, NULL));
  sqlite3_stmt* statement = prepared(db, *mode == 'b' ? "select ?1" : "select v from t");
  if (!strcmp(mode, "mixed")) {
    here = count_to(statement, 2);
    on_another_thread(take_two, statement);
  } else if (!strcmp(mode, "again")) {
    on_another_thread(take_all, statement);
    here = count_to(statement, 2);
    on_another_thread(take_two, statement);
  } else if (!strcmp(mode, "bound")) {
    sqlite3_bind_int(statement, 1, 1);
    on_another_thread(bind_two, statement);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    printf("bound 1, read %d\n", sqlite3_column_int(statement, 0));
  } else if (!strcmp(mode, "column")) {
    here = count_to(statement, 1);
    on_another_thread(read_column, statement);
  } else if (!strcmp(mode, "finalized") || !strcmp(mode, "handed_over")) {
    // Between executions a statement may go to another thread, for its end as well.
    here = count_to(statement, *mode == 'f' ? 1 : 5);
    on_another_thread(finalize, statement);
    statement = NULL;
  } else {
    // Each takes all rows; the first one's reset comes from the second, when it is over.
    here = count_to(statement, 5);
    REQUIRE(!sqlite3_reset(statement));
    on_another_thread(take_all, statement);
    REQUIRE(!sqlite3_reset(statement));
    here = count_to(statement, 5);
  }
  printf("rows: %d here, %d there\n", here, there);
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
}
