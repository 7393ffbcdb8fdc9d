// RUN: %check %s
// The same with an array of pthread_t.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* argument) {
  sqlite3_exec(argument, "select 1", 0, 0, 0);
  return 0;
}

int main(void) {
  pthread_t threads[4];
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  for (int i = 0; i < 4; ++i)
    pthread_create(&threads[i], 0, work, db);  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], 0);
  sqlite3_close(db);
  return 0;
}
