/* Jobs for a fixed number of threads. Each thread has a connection of its own. */
#pragma once

#include <pthread.h>
#include <sqlite3.h>

#define THREADS 4

struct job {
  void (*run)(sqlite3* db, void* data);
  void* data;
  struct job* next;
};

struct queue {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  struct job* first;
  int stopping;
  const char* file;
  sqlite3* catalog; /* of the thread that made the queue */
  pthread_t threads[THREADS];
};

int queue_start(struct queue* queue, const char* file);
int queue_add(struct queue* queue, void (*run)(sqlite3*, void*), void* data);
void queue_finish(struct queue* queue);
