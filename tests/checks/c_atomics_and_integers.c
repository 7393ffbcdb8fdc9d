// RUN: %check --policy exclusive --std c2x %s
// A handle in an atomic, in an integer, and chosen at compile time.
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdint.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static void *body_db(void *p) { use((sqlite3 *)p); return 0; }

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

void c_atomic(void) {
  _Atomic(sqlite3 *) slot; pthread_t t;
  atomic_store(&slot, open_ret());
  pthread_create(&t, 0, body_db, atomic_load(&slot));  // finding(exclusive): sqlite-handle-shared: connection 'slot' is used by this thread and by the one started here
  use(atomic_load(&slot));
  pthread_join(t, 0);
}

void c_intptr(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  uintptr_t n = (uintptr_t)db;
  pthread_create(&t, 0, body_db, (void *)n);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

#define PICK(x) _Generic((x), sqlite3 *: (x), default: 0)

void c_generic(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  pthread_create(&t, 0, body_db, PICK(db));  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_stmtexpr(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  pthread_create(&t, 0, body_db, ({ sqlite3 *x = db; x; }));  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_elvis(sqlite3 *given) {
  sqlite3 *db = given ?: open_ret(); pthread_t t;
  pthread_create(&t, 0, body_db, db);  // finding(exclusive): sqlite-handle-shared: connection is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}
