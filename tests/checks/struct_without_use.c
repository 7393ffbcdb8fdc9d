// RUN: %check %s
// Right: the struct holds a handle, and the thread uses something else in it.
#include <pthread.h>
#include <sqlite3.h>

struct context {
  sqlite3* db;
  int done;
};

static void* work(void* argument) {
  // mutant share-connection: write sqlite3_exec(((struct context*)argument)->db, "select 3", 0, 0, 0);
  ((struct context*)argument)->done = 1;
  return 0;
}

int main(void) {
  struct context context = {0, 0};
  pthread_t thread;
  sqlite3_open("app.db", &context.db);
  pthread_create(&thread, 0, work, &context);
  sqlite3_exec(context.db, "select 1", 0, 0, 0);
  pthread_join(thread, 0);
  sqlite3_close(context.db);
  return 0;
}
