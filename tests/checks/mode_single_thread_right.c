// RUN: %check %s
// RUN: %check --define SQLITE_THREADSAFE=0 %s
// One thread at a time, and work that has nothing to do with SQLite beside it.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* unused) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  sqlite3_close(db);
  return unused;
}

static void* idle(void* unused) { return unused; }

int main(void) {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  pthread_t worker, idler;
  pthread_create(&idler, 0, idle, 0);
  pthread_create(&worker, 0, work, 0);
  pthread_join(worker, 0);
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  sqlite3_close(db);
  pthread_join(idler, 0);
}
