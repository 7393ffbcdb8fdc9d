#include "queue.h"

#include <stdlib.h>

static struct job* next_job(struct queue* queue) {
  struct job* job;
  pthread_mutex_lock(&queue->mutex);
  while (!queue->first && !queue->stopping) pthread_cond_wait(&queue->changed, &queue->mutex);
  job = queue->first;
  if (job) queue->first = job->next;
  pthread_mutex_unlock(&queue->mutex);
  return job;
}

static void* work(void* argument) {
  struct queue* queue = argument;
  struct job* job;
  sqlite3* db = NULL;
  // mutant share-connection.1: write db = queue->catalog;
  if (sqlite3_open(queue->file, &db) != SQLITE_OK) return NULL;
  sqlite3_busy_timeout(db, 5000);
  while ((job = next_job(queue))) {
    // mutant share-connection.2: write job->run(queue->catalog, job->data);
    job->run(db, job->data);
    // mutant share-connection.3: add sqlite3_exec(queue->catalog, "SELECT 1", NULL, NULL, NULL);
    free(job);
  }
  // mutant share-connection.1: drop
  sqlite3_close(db);
  return NULL;
}

int queue_start(struct queue* queue, const char* file) {
  int i;
  queue->file = file;
  queue->first = NULL;
  queue->stopping = 0;
  pthread_mutex_init(&queue->mutex, NULL);
  pthread_cond_init(&queue->changed, NULL);
  if (sqlite3_open(file, &queue->catalog) != SQLITE_OK) return -1;
  sqlite3_exec(queue->catalog, "CREATE TABLE IF NOT EXISTS done(name)", NULL, NULL, NULL);
  for (i = 0; i != THREADS; ++i)
    if (pthread_create(&queue->threads[i], NULL, work, queue) != 0) return -1;
  return 0;
}

int queue_add(struct queue* queue, void (*run)(sqlite3*, void*), void* data) {
  struct job* job = malloc(sizeof *job);
  if (!job) return -1;
  job->run = run;
  job->data = data;
  pthread_mutex_lock(&queue->mutex);
  job->next = queue->first;
  queue->first = job;
  pthread_cond_signal(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
  return 0;
}

void queue_finish(struct queue* queue) {
  int i;
  pthread_mutex_lock(&queue->mutex);
  queue->stopping = 1;
  pthread_cond_broadcast(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
  for (i = 0; i != THREADS; ++i) pthread_join(queue->threads[i], NULL);
  sqlite3_exec(queue->catalog, "PRAGMA optimize", NULL, NULL, NULL);
  sqlite3_close(queue->catalog);
}
