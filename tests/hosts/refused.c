// on_violation=misuse: the call never reaches SQLite. It answers as SQLite does on misuse: a code,
// or nothing, and what it should have stored is NULL. An object that a program takes for granted is
// there, the error that it asks for is the misuse, and what frees still works.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=misuse:exitcode=0 %t 2>/dev/null
#include <string.h>

#include "host.h"

static sqlite3* db;

static int stores_nothing(sqlite3* db) {
  char garbage, *error = &garbage, **table = &error;
  int rows, columns, is_off = -1;
  int is_refused = sqlite3_exec(db, "no sql", NULL, NULL, &error) == SQLITE_MISUSE && !error;
  error = &garbage;
  is_refused &=
      sqlite3_get_table(db, "select 1", &table, &rows, &columns, &error) == SQLITE_MISUSE &&
      !table && !error;
  error = &garbage;
  is_refused &= sqlite3_load_extension(db, "none", NULL, &error) == SQLITE_MISUSE && !error;
  is_refused &= sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, &is_off) == SQLITE_MISUSE;
  return is_refused && is_off == -1;
}

static void* use(void* statement) {
  sqlite3_stmt* made = statement;
  REQUIRE(sqlite3_prepare_v2(db, "select 1", -1, &made, NULL) == SQLITE_MISUSE && !made);
  REQUIRE(sqlite3_exec(db, "drop table t", NULL, NULL, NULL) == SQLITE_MISUSE);
  REQUIRE(sqlite3_bind_int(statement, 1, 1) == SQLITE_MISUSE);
  REQUIRE(sqlite3_column_text(statement, 0) == NULL);
  REQUIRE(sqlite3_column_double(statement, 0) == 0);
  REQUIRE(sqlite3_total_changes(db) == 0);
  REQUIRE(sqlite3_update_hook(db, NULL, NULL) == NULL);
  REQUIRE(!strcmp(sqlite3_errmsg(db), "bad parameter or other API misuse"));
  REQUIRE(*(const unsigned short*)sqlite3_errmsg16(db) == 'b');
  REQUIRE(sqlite3_errcode(db) == SQLITE_MISUSE && sqlite3_extended_errcode(db) == SQLITE_MISUSE);
  REQUIRE(sqlite3_column_type(statement, 0) == SQLITE_NULL);
  REQUIRE(sqlite3_value_type(sqlite3_column_value(statement, 0)) == SQLITE_NULL);
  REQUIRE(sqlite3_get_autocommit(db));
  REQUIRE(sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1) == -1);
  sqlite3_str* text = sqlite3_str_new(db);
  sqlite3_str_appendall(text, "text");
  sqlite3_free(sqlite3_str_finish(text));
  REQUIRE(stores_nothing(db));
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
