// RUN: %check --policy exclusive %s
// Right under `exclusive`: where the thread could not be started, the giver goes on.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* argument) {
  sqlite3_exec(argument, "select 1", 0, 0, 0);
  return 0;
}

int main(void) {
  sqlite3* db = 0;
  pthread_t thread;
  sqlite3_open("app.db", &db);
  int status = pthread_create(&thread, 0, work, db);
  if (status != 0) {
    sqlite3_exec(db, "select 2", 0, 0, 0);
    sqlite3_close(db);
    return 1;
  }
  pthread_join(thread, 0);
  sqlite3_close(db);
  return 0;
}
