/* The run sees it. The checker reads this file, and does not follow a handle through a pipe. */
#include <sqlite3.h>
#include <threads.h>
#include <unistd.h>

#include "joined.h"

static int ends[2];

static int receive(void *unused) {
  sqlite3 *database = NULL;
  (void)unused;
  if (read(ends[0], &database, sizeof database) != (ssize_t)sizeof database) return 1;
  return sqlite3_exec(database, "SELECT 5", NULL, NULL, NULL); /* seen by the run alone */
}

void piped(void) {
  sqlite3 *database = NULL;
  thrd_t worker;
  sqlite3_open(":memory:", &database);
  if (pipe(ends) != 0) return;
  thrd_create(&worker, receive, NULL);
  if (write(ends[1], &database, sizeof database) != (ssize_t)sizeof database) return;
  thrd_join(worker, NULL);
  sqlite3_close(database);
}
