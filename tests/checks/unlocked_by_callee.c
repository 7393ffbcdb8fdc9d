// RUN: %check --policy exclusive %s
// A function that gives its callers' lock back for a while does what it does then without it.
#include <pthread.h>
#include <sqlite3.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sqlite3 *left_db, *kept_db, *once_db;

static void checkpoint_unlocked(void) {
  pthread_mutex_unlock(&mutex);
  sqlite3_exec(left_db, "PRAGMA wal_checkpoint", 0, 0, 0);
  pthread_mutex_lock(&mutex);
}

static void put_left(void) {
  pthread_mutex_lock(&mutex);
  sqlite3_exec(left_db, "INSERT INTO t VALUES (1)", 0, 0, 0);
  checkpoint_unlocked();
  pthread_mutex_unlock(&mutex);
}

static void *left_thread(void *argument) {
  put_left();
  return argument;
}

void left(void) {
  pthread_t thread;
  sqlite3_open("a.db", &left_db);
  pthread_create(&thread, 0, left_thread, 0);  // finding(exclusive): sqlite-handle-shared: connection 'left_db' is used by this thread and by the one started here
  put_left();
  pthread_join(thread, 0);
  sqlite3_close(left_db);
}

// Taken again before the use.
static void breathe(void) {
  pthread_mutex_unlock(&mutex);
  pthread_mutex_lock(&mutex);
  sqlite3_exec(kept_db, "DELETE FROM t", 0, 0, 0);
}

static void put_kept(void) {
  pthread_mutex_lock(&mutex);
  breathe();
  pthread_mutex_unlock(&mutex);
}

static void *kept_thread(void *argument) {
  put_kept();
  return argument;
}

void kept(void) {
  pthread_t thread;
  sqlite3_open("a.db", &kept_db);
  pthread_create(&thread, 0, kept_thread, 0);
  put_kept();
  pthread_join(thread, 0);
  sqlite3_close(kept_db);
}

// A lock of its own, taken and given back before, is none of the callers'.
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;

static int count(void) {
  static int calls;
  pthread_mutex_lock(&other);
  ++calls;
  pthread_mutex_unlock(&other);
  return calls;
}

static void put_once(void) {
  pthread_mutex_lock(&mutex);
  count();
  sqlite3_exec(once_db, "DELETE FROM t", 0, 0, 0);
  pthread_mutex_unlock(&mutex);
}

static void *once_thread(void *argument) {
  put_once();
  return argument;
}

void once(void) {
  pthread_t thread;
  sqlite3_open("a.db", &once_db);
  pthread_create(&thread, 0, once_thread, 0);
  put_once();
  pthread_join(thread, 0);
  sqlite3_close(once_db);
}
