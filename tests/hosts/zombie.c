// close_v2 with a live statement leaves a zombie: statement and connection stay valid, and
// the last finalize frees both, here on another thread. The address then belongs to who
// opens next.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_db_handle on a statement
// CHECK: sqlite3_errcode on a connection to a database in memory
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: sqlite3_finalize on a statement
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: lanyard: 3 violations, 3 uses on a wrong thread
#include "host.h"

static sqlite3* zombie;

static void* finish(void* statement) {
  REQUIRE(sqlite3_db_handle(statement) == zombie);
  sqlite3_errcode(zombie);
  REQUIRE(!sqlite3_finalize(statement));
  // Silent: whatever address these get, this thread opened them.
  for (int i = 0; i < 50; ++i) {
    sqlite3* db = opened(":memory:");
    REQUIRE(!sqlite3_errcode(db));
    REQUIRE(!sqlite3_close(db));
  }
  return NULL;
}

int main(void) {
  zombie = opened(":memory:");
  sqlite3_stmt* statement = prepared(zombie, "select 1");
  REQUIRE(!sqlite3_close_v2(zombie));
  on_another_thread(finish, statement);
}
