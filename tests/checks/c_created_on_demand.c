// RUN: %check --policy exclusive %s
// One connection made once, one for each thread.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

static sqlite3 *g_db;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init(void) { g_db = open_ret(); }

static sqlite3 *shared(void) { pthread_once(&once, init); return g_db; }

static void *body_shared(void *p) { use(shared()); return 0; }

void c_once(void) {
  pthread_t t;
  pthread_create(&t, 0, body_shared, 0);  // finding(exclusive): sqlite-handle-shared: connection 'g_db' is used by this thread and by the one started here
  use(shared());
  pthread_join(t, 0);
}

static _Thread_local sqlite3 *tl;

static sqlite3 *own(void) { if (!tl) tl = open_ret(); return tl; }

static void *body_own(void *p) { use(own()); return 0; }

void c_tl_right(void) {
  pthread_t t;
  pthread_create(&t, 0, body_own, 0);
  use(own());
  pthread_join(t, 0);
}

static pthread_key_t key;

static sqlite3 *own2(void) { sqlite3 *db = pthread_getspecific(key); if (!db) { db = open_ret(); pthread_setspecific(key, db); } return db; }

static void *body_own2(void *p) { use(own2()); return 0; }

void c_tl2_right(void) {
  pthread_t t;
  pthread_create(&t, 0, body_own2, 0);
  use(own2());
  pthread_join(t, 0);
}
