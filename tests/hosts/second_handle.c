// sqlite3_next_stmt uses a connection and a statement: either may be another thread's. A call
// with two foreign handles is one use.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_next_stmt on a connection to a database in memory
// CHECK: used by thread 2
// CHECK: sqlite3_next_stmt on a statement of a database in memory
// CHECK-NEXT: SQL     select 'foreign'
// CHECK: used by thread 2
// CHECK: lanyard: 2 violations, 2 uses
#include "host.h"

static sqlite3* db;

static void* use(void* statement) {
  sqlite3* own = opened(":memory:");
  sqlite3_stmt* own_statement = prepared(own, "select 'own'");
  REQUIRE(!sqlite3_next_stmt(db, statement));
  REQUIRE(!sqlite3_next_stmt(own, statement));
  REQUIRE(!sqlite3_next_stmt(own, own_statement));
  REQUIRE(sqlite3_next_stmt(own, NULL) == own_statement);
  REQUIRE(!sqlite3_finalize(own_statement));
  REQUIRE(!sqlite3_close(own));
  return NULL;
}

int main(void) {
  db = opened(":memory:");
  on_another_thread(use, prepared(db, "select 'foreign'"));
}
