// RUN: %check %s
// A struct behind void*, as pthread_create wants it.
#include <pthread.h>
#include <sqlite3.h>

struct context {
  sqlite3* db;
  int rounds;
};

static void* work(void* argument) {
  struct context* context = argument;
  sqlite3_exec(context->db, "select 1", 0, 0, 0);  // step: used_there: used on the new thread here, by sqlite3_exec
  return 0;
}

int main(void) {
  struct context context;
  pthread_t thread;
  sqlite3_open("app.db", &context.db);  // step: created: connection 'context::db' is created here
  // finding: sqlite-handle-shared: connection 'context::db' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, inside argument 'argument'
  if (pthread_create(&thread, 0, work, &context) != 0) {
    sqlite3_close(context.db);
    return 1;
  }
  sqlite3_exec(context.db, "select 2", 0, 0, 0);  // step: used_here: used on this thread here, by sqlite3_exec
  pthread_join(thread, 0);
  sqlite3_close(context.db);
  return 0;
}
