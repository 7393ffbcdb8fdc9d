/* The checker sees a connection that the thread may have from main. In the runs of the test it
 * opens its own: the calls are made, and nothing is wrong with them. */
#include <sqlite3.h>
#include <stdlib.h>
#include <threads.h>

#include "joined.h"

static int count(void *argument) {
  sqlite3 *database = argument;
  if (database == NULL) sqlite3_open(":memory:", &database);
  sqlite3_exec(database, "SELECT 1", NULL, NULL, NULL);
  if (argument == NULL) sqlite3_close(database);
  return 0;
}

void exercised(void) {
  sqlite3 *database = NULL;
  thrd_t worker;
  if (getenv("JOINED_SHARES") != NULL) sqlite3_open(":memory:", &database);
  thrd_create(&worker, count, database); /* finding: exercised */
  if (database != NULL) sqlite3_exec(database, "SELECT 2", NULL, NULL, NULL);
  thrd_join(worker, NULL);
  sqlite3_close(database);
}
