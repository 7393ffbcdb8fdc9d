// RUN: %check --policy exclusive %s
// A C job system: a list of structs with a function pointer and its argument.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

struct job {
  void (*function)(void*);
  void* argument;
  struct job* next;
};

struct pool {
  pthread_mutex_t mutex;
  pthread_cond_t ready;
  struct job* first;
  pthread_t thread[4];
};

static void* work(void* argument) {
  struct pool* pool = argument;
  for (;;) {
    pthread_mutex_lock(&pool->mutex);
    while (!pool->first) pthread_cond_wait(&pool->ready, &pool->mutex);
    struct job* job = pool->first;
    pool->first = job->next;
    pthread_mutex_unlock(&pool->mutex);
    job->function(job->argument);
    free(job);
  }
  return NULL;
}

static struct pool* pool_create(void) {
  struct pool* pool = calloc(1, sizeof *pool);
  pthread_mutex_init(&pool->mutex, NULL);
  for (int i = 0; i < 4; ++i) pthread_create(&pool->thread[i], NULL, work, pool);
  return pool;
}

static void pool_submit(struct pool* pool, void (*function)(void*), void* argument) {
  struct job* job = malloc(sizeof *job);
  job->function = function;
  job->argument = argument;
  pthread_mutex_lock(&pool->mutex);
  job->next = pool->first;
  pool->first = job;
  pthread_cond_signal(&pool->ready);
  pthread_mutex_unlock(&pool->mutex);
}

static void vacuum(void* argument) { sqlite3_exec(argument, "vacuum", NULL, NULL, NULL); }

static void own_connection(void* argument) {
  sqlite3* db;
  sqlite3_open(argument, &db);
  sqlite3_exec(db, "vacuum", NULL, NULL, NULL);
  sqlite3_close(db);
}

int main(void) {
  sqlite3 *db, *other;
  sqlite3_open("a.db", &db);
  sqlite3_open("b.db", &other);
  struct pool* pool = pool_create();
  pool_submit(pool, vacuum, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  pool_submit(pool, own_connection, (void*)"c.db");
  sqlite3_exec(db, "select 1", NULL, NULL, NULL);
  sqlite3_exec(other, "select 1", NULL, NULL, NULL);
}
