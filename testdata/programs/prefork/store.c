#include "store.h"

sqlite3* store_open(void) {
  sqlite3* db = 0;
  if (sqlite3_open("visits.db", &db) != SQLITE_OK) {
    sqlite3_close(db);
    return 0;
  }
  sqlite3_busy_timeout(db, 10000);
  return db;
}

void store_prepare(sqlite3* db) {
  sqlite3_exec(db, "PRAGMA journal_mode = WAL", 0, 0, 0);
  sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS visit(who TEXT)", 0, 0, 0);
}

void store_visit(sqlite3* db, const char* who) {
  sqlite3_stmt* insert = 0;
  if (sqlite3_prepare_v2(db, "INSERT INTO visit VALUES(?)", -1, &insert, 0) != SQLITE_OK) return;
  sqlite3_bind_text(insert, 1, who, -1, SQLITE_TRANSIENT);
  sqlite3_step(insert);
  sqlite3_finalize(insert);
}

int store_visits(sqlite3* db) {
  int visits = 0;
  sqlite3_stmt* count = 0;
  if (sqlite3_prepare_v2(db, "SELECT count(*) FROM visit", -1, &count, 0) != SQLITE_OK) return 0;
  if (sqlite3_step(count) == SQLITE_ROW) visits = sqlite3_column_int(count, 0);
  sqlite3_finalize(count);
  return visits;
}
