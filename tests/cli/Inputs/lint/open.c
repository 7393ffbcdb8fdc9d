// One half of a program whose handle crosses between two translation units.
#include <sqlite3.h>
#include <stddef.h>
#include <threads.h>

#include "work.h"

int main(void) {
  sqlite3* db = NULL;
  sqlite3_open(":memory:", &db);
  thrd_t worker;
  thrd_create(&worker, work, db);  // crosses here
  sqlite3_exec(db, "select 1", NULL, NULL, NULL);
  thrd_join(worker, NULL);
  return sqlite3_close(db);
}
