#include <pthread.h>
#include <sqlite3.h>

static void* work(void* unused) {
  sqlite3* db;
  sqlite3_open(":memory:", &db);
  sqlite3_close(db);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, 0, work, 0);
  return pthread_join(thread, 0);
}
