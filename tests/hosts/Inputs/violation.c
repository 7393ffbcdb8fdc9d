// One use of a connection by a thread that did not open it; ends with status 3.
#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  sqlite3_close(db);
  return 3;
}
