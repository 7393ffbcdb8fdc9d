// RUN: %check %s
// RUN: %check --policy exclusive %s
// A thread calls a function that stands in a table in a table: in a struct's own struct, or in one
// of several rows.
#include <pthread.h>
#include <sqlite3.h>

struct operations {
  int (*run)(sqlite3*);
};
struct module {
  const char* name;
  struct operations operations;
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

static const struct module plain = {"plain", {zap}};
static const struct module guarded[] = {{"none", {0}}, {.name = "guarded", .operations = {.run = zap_locked}}};
static const struct module idle[2][1] = {{{"idle", {zap_nothing}}}, {{"none", {0}}}};

static void* clean(void* db) {
  const struct operations* operations = &plain.operations;
  operations->run(db);
  return 0;
}
static void* clean_locked(void* db) {
  for (int i = 0; i != 2; ++i)
    if (guarded[i].operations.run) guarded[i].operations.run(db);
  return 0;
}
static void* do_nothing(void* db) {
  idle[0][0].operations.run(db);
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
