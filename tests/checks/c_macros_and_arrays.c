// RUN: %check --policy exclusive %s
// Macros, function pointers, casts through integers, an array behind void*.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static void *body_db(void *p) { use((sqlite3 *)p); return 0; }

static void *body_arr(void *p) { sqlite3 **all = (sqlite3 **)p; use(all[0]); return 0; }

#define RUN(db) sqlite3_exec((db), "select 1", 0, 0, 0)

#define START(t, f, a) pthread_create(&(t), 0, (f), (a))

void c_macros(void) {
  sqlite3 *db; pthread_t t;
  sqlite3_open("a", &db);
  START(t, body_db, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  RUN(db);
  pthread_join(t, 0);
}

void c_array(void) {
  sqlite3 *all[2]; pthread_t t;
  sqlite3_open("a", &all[0]); sqlite3_open("a", &all[1]);
  pthread_create(&t, 0, body_arr, all);  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by this thread and by the one started here
  use(all[0]);
  pthread_join(t, 0);
}

void c_array_right(void) {
  sqlite3 *all[2]; pthread_t t;
  sqlite3_open("a", &all[0]); sqlite3_open("a", &all[1]);
  pthread_create(&t, 0, body_arr, all);
  use(all[1]);
  pthread_join(t, 0);
}

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

typedef void *(*entry)(void *);

void c_fnptr(int n) {
  sqlite3 *db = open_ret(); pthread_t t;
  entry e = body_db;
  pthread_create(&t, 0, e, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_intptr(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  pthread_create(&t, 0, body_db, (void *)(long)db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}
