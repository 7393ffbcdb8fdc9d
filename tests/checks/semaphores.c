// RUN: %check --policy exclusive %s
// POSIX semaphores: what comes before sem_post() is over after sem_wait().
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stddef.h>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

typedef struct {
  sqlite3* db;
  sem_t done;
} Job;

static void* use_and_post(void* data) {
  Job* job = data;
  use(job->db);
  sem_post(&job->done);
  return NULL;
}

static void* post_and_use(void* data) {
  Job* job = data;
  sem_post(&job->done);
  use(job->db);
  return NULL;
}

void waited(sqlite3* db) {
  Job job = {.db = db};
  pthread_t thread;
  sem_init(&job.done, 0, 0);
  pthread_create(&thread, 0, use_and_post, &job);
  sem_wait(&job.done);
  use(db);
  pthread_join(thread, 0);
}

void too_early(sqlite3* db) {
  Job job = {.db = db};
  pthread_t thread;
  sem_init(&job.done, 0, 0);
  pthread_create(&thread, 0, post_and_use, &job);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sem_wait(&job.done);
  use(db);
  pthread_join(thread, 0);
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  waited(db);
  too_early(db);
  sqlite3_close(db);
  return 0;
}
