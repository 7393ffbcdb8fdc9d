// The other half: what runs on the new thread.
#include "work.h"

#include <sqlite3.h>
#include <stddef.h>

int work(void* connection) {
  return sqlite3_exec(connection, "select 2", NULL, NULL, NULL);
}
