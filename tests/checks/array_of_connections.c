// RUN: %check --policy exclusive %s
// Right under `exclusive`: each thread gets its own element of an array.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* argument) {
  sqlite3_exec(argument, "select 1", 0, 0, 0);
  return 0;
}

int main(void) {
  sqlite3* all[4];
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) {
    sqlite3_open("app.db", &all[i]);
    sqlite3_busy_timeout(all[i], 100);
    // mutant share-connection: write pthread_create(&threads[i], 0, work, all[0]);
    pthread_create(&threads[i], 0, work, all[i]);
  }
  // mutant close-early: put after closed
  for (int i = 0; i < 4; i++) pthread_join(threads[i], 0);
  for (int i = 0; i < 4; i++) sqlite3_close(all[i]);
  // place closed
  return 0;
}
