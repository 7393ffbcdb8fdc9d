/* The checker sees it; the runs of the test do not come here. */
#include <sqlite3.h>
#include <threads.h>

#include "joined.h"

static int look_up(void *database) { return sqlite3_exec(database, "SELECT 3", NULL, NULL, NULL); }

void unexercised(void) {
  sqlite3 *database = NULL;
  thrd_t worker;
  sqlite3_open(":memory:", &database);
  thrd_create(&worker, look_up, database); /* finding: unexercised */
  sqlite3_exec(database, "SELECT 4", NULL, NULL, NULL);
  thrd_join(worker, NULL);
  sqlite3_close(database);
}
