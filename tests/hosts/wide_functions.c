// The 16-bit functions, which Qt uses, open and prepare like the others.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_column_name16 on a statement of a database in memory
// CHECK-NEXT: SQL     select 1 as wide
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open16
#include <uchar.h>

#include "host.h"

static void* use(void* statement) {
  const char16_t* name = sqlite3_column_name16(statement, 0);
  REQUIRE(name[0] == u'w' && name[4] == 0);
  return NULL;
}

int main(void) {
  sqlite3* db;
  sqlite3_stmt* statement;
  REQUIRE(!sqlite3_open16(u":memory:", &db));
  REQUIRE(!sqlite3_prepare16_v2(db, u"select 1 as wide", -1, &statement, NULL));
  on_another_thread(use, statement);
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
}
