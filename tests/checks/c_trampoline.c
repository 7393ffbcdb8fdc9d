// RUN: %check --policy exclusive %s
// A wrapper takes the function and its argument through a struct of its own; the call of the
// wrapper is where the handle crosses.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

typedef struct { void (*fn)(void *); void *arg; } work;

static void *runner(void *p) { work *w = p; w->fn(w->arg); free(w); return 0; }

static void start(pthread_t *t, void (*fn)(void *), void *arg) { work *w = malloc(sizeof *w); w->fn = fn; w->arg = arg; pthread_create(t, 0, runner, w); }

static void cb(void *p) { use(p); }

void c_trampoline(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  start(&t, cb, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_trampoline_right(void) {
  sqlite3 *db = open_ret(), *other = open_ret(); pthread_t t;
  start(&t, cb, other);
  use(db);
  pthread_join(t, 0);
}
