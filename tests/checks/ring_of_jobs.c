// RUN: %check --policy exclusive %s
// A ring buffer of jobs in a global: who puts one in starts it.
#include <pthread.h>
#include <sqlite3.h>

typedef void (*job_function)(void*);
struct job {
  job_function run;
  void* data;
};
static struct job ring[64];
static unsigned head, tail;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int take(struct job* out) {
  int found = 0;
  pthread_mutex_lock(&mutex);
  if (head != tail) {
    *out = ring[head++ % 64];
    found = 1;
  }
  pthread_mutex_unlock(&mutex);
  return found;
}

static void* loop(void* nothing) {
  struct job job;
  while (1)
    if (take(&job)) job.run(job.data);
  return nothing;
}

static void put(job_function run, void* data) {
  pthread_mutex_lock(&mutex);
  ring[tail % 64].run = run;
  ring[tail % 64].data = data;
  tail++;
  pthread_mutex_unlock(&mutex);
}

static void count(void* data) { sqlite3_exec(data, "select count(*) from t", 0, 0, 0); }

int main(void) {
  pthread_t thread;
  sqlite3* db;
  pthread_create(&thread, 0, loop, 0);
  sqlite3_open("a.db", &db);
  put(count, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  count(db);
}
