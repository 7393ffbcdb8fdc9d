// RUN: %check %s
// The threads of C11.
#include <sqlite3.h>
#include <threads.h>

static int work(void* argument) {
  return sqlite3_exec((sqlite3*)argument, "select 1", 0, 0, 0);
}

int main(void) {
  sqlite3* db = 0;
  thrd_t thread;
  sqlite3_open("app.db", &db);
  if (thrd_create(&thread, work, db) == thrd_success) {  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
    thrd_join(thread, 0);
  }
  sqlite3_close(db);
  return 0;
}
