// RUN: %check %s
// The connection comes out of a function, and replaces another.
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static sqlite3* store_open(const char* file) {
  sqlite3* db = 0;
  if (sqlite3_open(file, &db) != SQLITE_OK) return 0;
  return db;
}

static int visits(sqlite3* db) {
  sqlite3_stmt* count = 0;
  sqlite3_prepare_v2(db, "select count(*) from visit", -1, &count, 0);
  const int result = sqlite3_step(count) == SQLITE_ROW ? sqlite3_column_int(count, 0) : -1;
  sqlite3_finalize(count);
  return result;
}

int main(void) {
  sqlite3* db = store_open("a.db");
  sqlite3_close(db);
  db = store_open("b.db");
  if (!db) return 1;
  if (fork() == 0) return visits(db);  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  printf("%d\n", visits(db));
  sqlite3_close(db);
}
