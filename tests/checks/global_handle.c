// RUN: %check %s
// The handle is a global; the entry reaches it without being given it.
#include <pthread.h>
#include <sqlite3.h>

static sqlite3* db;

static void* work(void* unused) {
  (void)unused;
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return 0;
}

int main(void) {
  pthread_t thread;
  sqlite3_open("app.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  pthread_create(&thread, 0, work, 0);
  sqlite3_exec(db, "select 2", 0, 0, 0);
  pthread_join(thread, 0);
  sqlite3_close(db);
}
