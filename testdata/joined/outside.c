/* The run sees it. The test leaves this file out of the compile database. */
#include <sqlite3.h>
#include <threads.h>

#include "joined.h"

static int purge(void *database) {
  return sqlite3_exec(database, "SELECT 6", NULL, NULL, NULL); /* seen by the run alone */
}

void outside(void) {
  sqlite3 *database = NULL;
  thrd_t worker;
  sqlite3_open(":memory:", &database);
  thrd_create(&worker, purge, database);
  thrd_join(worker, NULL);
  sqlite3_close(database);
}
