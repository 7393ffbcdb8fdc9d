// sqlite3_db_config ends in `...`: it is watched like any other use, and its arguments arrive as
// they were given, numbers and pointers.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim %t alone 2>&1 | %not grep lanyard

// CHECK: lanyard: cross-thread-use: sqlite3_db_config on a connection to a database in memory
// CHECK: used by thread 2
// CHECK: lanyard: 3 violations, 3 uses
#include <string.h>

#include "host.h"

static void* configure(void* db) {
  static char lookaside[64 * 128];
  int is_on = -1;
  REQUIRE(!sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, &is_on) && is_on == 1);
  REQUIRE(!sqlite3_db_config(db, SQLITE_DBCONFIG_MAINDBNAME, "renamed"));
  REQUIRE(!sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, lookaside, 128, 64));
  return NULL;
}

int main(int count, char** arguments) {
  (void)arguments;
  sqlite3* db = opened(":memory:");
  if (count == 2)
    configure(db);
  else
    on_another_thread(configure, db);
  int is_on = -1;
  REQUIRE(!sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &is_on) && is_on == 1);
  REQUIRE(!strcmp(sqlite3_db_name(db, 0), "renamed"));
  REQUIRE(!sqlite3_close(db));
}
