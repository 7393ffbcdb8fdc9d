/* Both halves see it: the thread uses the connection that main has open, and uses. */
#include <sqlite3.h>
#include <threads.h>

#include "joined.h"

static int insert(void *database) {
  return sqlite3_exec(database, "INSERT INTO t VALUES (1)", NULL, NULL, NULL); /* confirmed there */
}

void confirmed(void) {
  sqlite3 *database = NULL;
  thrd_t worker;
  sqlite3_open(":memory:", &database);
  sqlite3_exec(database, "CREATE TABLE t (a INTEGER)", NULL, NULL, NULL);
  thrd_create(&worker, insert, database); /* finding: confirmed */
  sqlite3_exec(database, "SELECT a FROM t", NULL, NULL, NULL);
  thrd_join(worker, NULL);
  sqlite3_close(database);
}
