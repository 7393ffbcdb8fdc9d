// on_violation=misuse: the call never reaches SQLite. It answers as SQLite does on misuse, a
// handle it should have made is NULL, and what frees or tells the error still works.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=misuse:exitcode=0 %t 2>/dev/null
#include <string.h>

#include "host.h"

static sqlite3* db;

static void* use(void* statement) {
  sqlite3_stmt* made = statement;
  REQUIRE(sqlite3_prepare_v2(db, "select 1", -1, &made, NULL) == SQLITE_MISUSE && !made);
  REQUIRE(sqlite3_exec(db, "drop table t", NULL, NULL, NULL) == SQLITE_MISUSE);
  REQUIRE(sqlite3_bind_int(statement, 1, 1) == SQLITE_MISUSE);
  REQUIRE(sqlite3_column_text(statement, 0) == NULL);
  REQUIRE(sqlite3_column_double(statement, 0) == 0);
  REQUIRE(sqlite3_total_changes(db) == 0);
  REQUIRE(sqlite3_update_hook(db, NULL, NULL) == NULL);
  REQUIRE(strcmp(sqlite3_errmsg(db), "another row available") == 0);
  REQUIRE(sqlite3_finalize(statement) == SQLITE_OK);
  return NULL;
}

int main(void) {
  db = opened(":memory:");
  REQUIRE(!sqlite3_exec(db, "create table t(v); insert into t values (1.5)", NULL, NULL, NULL));
  sqlite3_stmt* statement = prepared(db, "select v, ?1 from t");
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  on_another_thread(use, statement);
  REQUIRE(sqlite3_total_changes(db) == 1);
  REQUIRE(!sqlite3_exec(db, "select * from t", NULL, NULL, NULL));
  REQUIRE(!sqlite3_close(db));  // not busy: the statement was finalized
}
