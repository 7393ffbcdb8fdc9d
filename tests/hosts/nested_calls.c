// SQLite calls itself through the PLT, and by tail calls that return into the shim: none
// of it is the program's doing. One exec or bind on the wrong thread is one use. What the
// program's own SQL function calls is the program's again.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: cross-thread-use: sqlite3_bind_int on
// CHECK-NOT: cross-thread-use:
// CHECK: lanyard: 1 violation, 1 use

// RUN: env LD_PRELOAD=%shim %t exec 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=EXEC %s <%t.err

// EXEC: cross-thread-use: sqlite3_total_changes on
// EXEC-NOT: cross-thread-use:
// EXEC: lanyard: 2 violations, 2 uses

// The report of exec comes first; FileCheck is told so by its count alone.
// RUN: grep -c cross-thread-use:.sqlite3_exec %t.err | grep -x 1
#include "host.h"

static sqlite3* db;
static sqlite3_stmt* statement;

static void* bind(void* unused) {
  REQUIRE(!sqlite3_bind_int(statement, 1, 1));
  return unused;
}

static void* execute(void* unused) {
  REQUIRE(!sqlite3_exec(db, "insert into t select changes_so_far()", NULL, NULL, NULL));
  return unused;
}

static void changes_so_far(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  sqlite3_result_int(context, sqlite3_total_changes(db));
}

int main(int count, char** arguments) {
  (void)arguments;
  db = opened(":memory:");
  REQUIRE(!sqlite3_create_function(db, "changes_so_far", 0, SQLITE_UTF8, NULL, changes_so_far,
                                   NULL, NULL));
  REQUIRE(!sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL));
  statement = prepared(db, "select ?1");
  on_another_thread(count > 1 ? execute : bind, NULL);
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
}
