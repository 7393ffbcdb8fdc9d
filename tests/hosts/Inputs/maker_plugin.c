/* A plugin whose function NAME prepares a statement, some frames of FRAME bytes further in. Two
   that differ in these have the same addresses. */
#include <sqlite3.h>

#define PASTE(a, b) a##b
#define NAMED(a, b) PASTE(a, b)

__attribute__((noinline)) static sqlite3_stmt* inner(sqlite3* db, const char* sql) {
  volatile char used[FRAME];
  sqlite3_stmt* statement = 0;
  used[0] = 1;
  sqlite3_prepare_v2(db, sql, -1, &statement, 0);
  used[1] = used[0];
  return statement;
}

__attribute__((noinline)) sqlite3_stmt* NAMED(NAME, _outer)(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = inner(db, sql);
  __asm__ volatile("" : : "r"(statement));
  return statement;
}

sqlite3_stmt* plugin_make(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = NAMED(NAME, _outer)(db, sql);
  __asm__ volatile("" : : "r"(statement));
  return statement;
}
