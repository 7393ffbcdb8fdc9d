// sqlite3_config works only before SQLite is initialised: the shim must not have done that.
// The mode it sets is what a report tells: also where a connection asked for a mutex, which it does
// not get in single-thread mode; then any second thread is an error.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim %t single 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=SINGLE %s <%t.err

// SINGLE: sqlite3_changes on a connection to a database in memory (single-thread)
// CHECK: sqlite3_changes on a connection to a database in memory (multi-thread)
#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  (void)arguments;
  const int is_single = count == 2;
  REQUIRE(sqlite3_threadsafe());
  REQUIRE(!sqlite3_config(is_single ? SQLITE_CONFIG_SINGLETHREAD : SQLITE_CONFIG_MULTITHREAD));
  sqlite3* db;
  const int flags = SQLITE_OPEN_READWRITE | (is_single ? SQLITE_OPEN_FULLMUTEX : 0);
  REQUIRE(!sqlite3_open_v2(":memory:", &db, flags, NULL));
  REQUIRE(!sqlite3_db_mutex(db));
  on_another_thread(use, db);
  REQUIRE(!sqlite3_close(db));
}
