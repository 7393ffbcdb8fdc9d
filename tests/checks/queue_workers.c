// RUN: %check %s
// RUN: %check --policy exclusive %s
// How many threads take work from a program's own queue decides whether two pieces of it can run
// at once: one thread does one after the other, however many are put there.
#include <pthread.h>
#include <sqlite3.h>

struct queue {
  void (*work[16])(void);
  int first, last;
};

static void *serve(void *argument) {
  struct queue *queue = argument;
  while (queue->first != queue->last) queue->work[queue->first++ % 16]();
  return 0;
}

static void put(struct queue *queue, void (*work)(void)) {
  queue->work[queue->last++ % 16] = work;
}

static sqlite3 *alone_db;
static struct queue alone;

static void alone_purge(void) { sqlite3_exec(alone_db, "DELETE FROM t", 0, 0, 0); }
static void alone_add(void) { sqlite3_exec(alone_db, "INSERT INTO t VALUES (1)", 0, 0, 0); }

void one_worker(void) {
  pthread_t worker;
  sqlite3_open("a.db", &alone_db);
  pthread_create(&worker, 0, serve, &alone);
  put(&alone, alone_purge);  // finding: sqlite-handle-transferred: connection 'alone_db' is handed to the thread started here
  for (int i = 0; i != 8; ++i)
    put(&alone, alone_add);  // finding: sqlite-handle-transferred: connection 'alone_db' is handed to the thread started here
  pthread_join(worker, 0);
  sqlite3_close(alone_db);
}

static sqlite3 *many_db;
static struct queue many;

static void many_purge(void) { sqlite3_exec(many_db, "DELETE FROM t", 0, 0, 0); }
static void many_add(void) { sqlite3_exec(many_db, "INSERT INTO t VALUES (1)", 0, 0, 0); }

void many_workers(void) {
  pthread_t workers[4];
  sqlite3_open("a.db", &many_db);
  for (int i = 0; i != 4; ++i) pthread_create(&workers[i], 0, serve, &many);
  // finding: sqlite-handle-shared: connection 'many_db' is used by another thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'many_db' is used by another thread and by the one started here
  put(&many, many_purge);
  // finding: sqlite-handle-shared: connection 'many_db' is used by another thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'many_db' is used by another thread and by the one started here
  put(&many, many_add);
  for (int i = 0; i != 4; ++i) pthread_join(workers[i], 0);
  sqlite3_close(many_db);
}

static sqlite3 *pair_db;
static struct queue pair;

static void pair_add(void) { sqlite3_exec(pair_db, "INSERT INTO t VALUES (1)", 0, 0, 0); }

void two_workers(void) {
  pthread_t first, second;
  sqlite3_open("a.db", &pair_db);
  pthread_create(&first, 0, serve, &pair);
  pthread_create(&second, 0, serve, &pair);
  for (int i = 0; i != 8; ++i)
    // finding: sqlite-handle-shared: connection 'pair_db' is used by another thread and by the one started here
    // finding(exclusive): sqlite-handle-shared: connection 'pair_db' is used by another thread and by the one started here
    put(&pair, pair_add);
  pthread_join(first, 0);
  pthread_join(second, 0);
  sqlite3_close(pair_db);
}

static sqlite3 *batch_db;
static struct queue batch;

static void batch_purge(void) { sqlite3_exec(batch_db, "DELETE FROM t", 0, 0, 0); }
static void batch_add(void) { sqlite3_exec(batch_db, "INSERT INTO t VALUES (1)", 0, 0, 0); }

static void put_both(void) {
  put(&batch, batch_purge);
  put(&batch, batch_add);
}

void handed_over_by_one_call(void) {
  pthread_t workers[4];
  sqlite3_open("a.db", &batch_db);
  for (int i = 0; i != 4; ++i) pthread_create(&workers[i], 0, serve, &batch);
  // finding: sqlite-handle-shared: connection 'batch_db' is used by another thread and by the one started here
  // finding(exclusive): sqlite-handle-shared: connection 'batch_db' is used by another thread and by the one started here
  put_both();
  for (int i = 0; i != 4; ++i) pthread_join(workers[i], 0);
  sqlite3_close(batch_db);
}
