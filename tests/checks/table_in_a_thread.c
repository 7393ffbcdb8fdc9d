// RUN: %check %s
// RUN: %check --policy exclusive %s
// What a thread runs calls a function of a constant table: what that does with the handle counts,
// however many calls away the table is read.
#include <pthread.h>
#include <sqlite3.h>

struct operations {
  int (*run)(sqlite3*);
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int zap(sqlite3* db) { return sqlite3_exec(db, "delete from t", 0, 0, 0); }
static int zap_locked(sqlite3* db) {
  pthread_mutex_lock(&mutex);
  int code = zap(db);
  pthread_mutex_unlock(&mutex);
  return code;
}
static int zap_nothing(sqlite3* db) { return db != 0; }

static const struct operations plain = {zap};
static const struct operations guarded = {zap_locked};
static const struct operations* all[] = {&guarded};
static const struct operations idle = {zap_nothing};

static int run_plain(sqlite3* db) { return plain.run(db); }
static void* clean(void* db) {
  run_plain(db);
  return 0;
}
static void* clean_locked(void* db) {
  all[0]->run(db);
  return 0;
}
static void* do_nothing(void* db) {
  idle.run(db);
  return 0;
}

int use(sqlite3* db) {
  pthread_t thread;
  pthread_create(&thread, 0, clean, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return pthread_join(thread, 0);
}

int use_locked(sqlite3* db) {
  pthread_t thread;
  pthread_create(&thread, 0, clean_locked, db);  // finding: sqlite-handle-guarded: connection 'db' is used by this thread and by the one started here, each time under a lock
  zap_locked(db);
  return pthread_join(thread, 0);
}

int use_alone(sqlite3* db) {
  pthread_t thread;
  pthread_create(&thread, 0, do_nothing, db);
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return pthread_join(thread, 0);
}
