// RUN: %check %s
// Right: an array of structs, each with the connection that its own thread opens.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

struct worker {
  pthread_t thread;
  sqlite3* db;
  sqlite3_stmt* statement;
  int status;
};

static void* run(void* argument) {
  struct worker* worker = argument;
  // mutant opened-by-maker: drop
  worker->status = sqlite3_open("app.db", &worker->db);
  sqlite3_prepare_v2(worker->db, "select 1", -1, &worker->statement, 0);
  while (sqlite3_step(worker->statement) == SQLITE_ROW) {
  }
  sqlite3_finalize(worker->statement);
  sqlite3_close(worker->db);
  return 0;
}

int main(void) {
  const int count = 4;
  struct worker* workers = calloc(count, sizeof *workers);
  for (int i = 0; i < count; i++)
    // mutant opened-by-maker: write sqlite3_open("app.db", &workers[i].db), pthread_create(&workers[i].thread, 0, run, &workers[i]);
    if (pthread_create(&workers[i].thread, 0, run, &workers[i]) != 0) abort();
  for (int i = 0; i < count; i++) pthread_join(workers[i].thread, 0);
  free(workers);
  return 0;
}
