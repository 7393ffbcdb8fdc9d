// RUN: %check %s
// The struct is allocated, filled, and freed by the thread; the giver goes on.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

struct job {
  sqlite3* db;
  sqlite3_int64 row;
};

static void* work(void* argument) {
  struct job* job = argument;
  sqlite3_stmt* statement = 0;
  sqlite3_prepare_v2(job->db, "select ?", -1, &statement, 0);
  sqlite3_bind_int64(statement, 1, job->row);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  free(job);
  return 0;
}

void later(sqlite3* db, sqlite3_int64 row) {
  pthread_t thread;
  struct job* job = malloc(sizeof *job);
  job->db = db;
  job->row = row;
  pthread_create(&thread, 0, work, job);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  pthread_detach(thread);
  sqlite3_exec(db, "commit", 0, 0, 0);
}
