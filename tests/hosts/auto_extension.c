// An auto-extension uses the connection before open has returned it. The handle is adopted
// without a word, and open then tells the rest: a later use by another thread names open.
// The statement that the extension keeps is the connection's as well.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: cross-thread-use: sqlite3_changes on a connection to a database in memory (serialized)
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: lanyard: cross-thread-use: sqlite3_step on a statement of a database in memory (serialized)
// CHECK: home thread 1 {{.*}}, opened by sqlite3_open
// CHECK: lanyard: 2 violations, 2 uses on a wrong thread
#include "host.h"

static sqlite3_stmt* kept;

static int extend(sqlite3* db, char** error, const void* api) {
  (void)error, (void)api;
  REQUIRE(!sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL));
  if (kept) return SQLITE_OK;
  kept = prepared(db, "select 1");
  return SQLITE_OK;
}

static void* use(void* db) {
  // This open reuses what it likes and runs the extension on this thread: silent.
  REQUIRE(!sqlite3_close(opened(":memory:")));
  sqlite3_changes(db);
  REQUIRE(sqlite3_step(kept) == SQLITE_ROW);
  return NULL;
}

int main(void) {
  REQUIRE(!sqlite3_auto_extension((void (*)(void))extend));
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  REQUIRE(!sqlite3_finalize(kept));
  REQUIRE(!sqlite3_close(db));
}
