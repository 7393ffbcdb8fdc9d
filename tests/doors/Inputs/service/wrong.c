#include <pthread.h>
#include <sqlite3.h>

static void* work(void* db) {
  sqlite3_exec(db, "SELECT 1", 0, 0, 0);
  return 0;
}

int main(void) {
  sqlite3* db;
  pthread_t thread;
  sqlite3_open(":memory:", &db);
  pthread_create(&thread, 0, work, db);
  pthread_join(thread, 0);
  return sqlite3_close(db);
}
