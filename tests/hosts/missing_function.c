// The shim defines functions that the program's SQLite may lack (Debian's has no
// snapshots): a program that finds one and calls it gets an error, and is told, once.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3
// RUN: env LD_PRELOAD=%shim %t 2>%t.err
// RUN: %FileCheck %s --implicit-check-not=lanyard <%t.err

// CHECK: lanyard: the program calls sqlite3_snapshot_recover, which its SQLite does not have; the call is refused
#define SQLITE_ENABLE_SNAPSHOT 1
#include "host.h"

#pragma weak sqlite3_snapshot_recover

int main(void) {
  sqlite3* db = opened(":memory:");
  REQUIRE(sqlite3_snapshot_recover);  // by the shim alone
  REQUIRE(sqlite3_snapshot_recover(db, "main") == SQLITE_MISUSE);
  REQUIRE(sqlite3_snapshot_recover(db, "main") == SQLITE_MISUSE);
  REQUIRE(!sqlite3_close(db));
}
