// RUN: %check --policy exclusive %s
// SQLite calls a function back with the pointer that it was given along with it.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

struct ctx { int n; sqlite3 *db; };

static int row(void *p, int n, char **v, char **names) { sqlite3 *db = p; use(db); return 0; }

static void *body_nothing(void *p) { sqlite3 *own; sqlite3_open("o", &own); sqlite3_exec(own, "x", row, p, 0); sqlite3_close(own); return 0; }

void c_exec_callback(void) {
  sqlite3 *db; pthread_t t;
  sqlite3_open("a", &db);
  pthread_create(&t, 0, body_nothing, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

static void func(sqlite3_context *c, int n, sqlite3_value **v) { struct ctx *x = sqlite3_user_data(c); use(x->db); }

static void *body_func(void *p) { sqlite3 *own; sqlite3_open("o", &own); sqlite3_create_function(own, "f", 0, SQLITE_UTF8, p, func, 0, 0); use(own); sqlite3_close(own); return 0; }

void c_create_function(void) {
  struct ctx x; pthread_t t;
  sqlite3_open("a", &x.db);
  pthread_create(&t, 0, body_func, &x);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(x.db);
  pthread_join(t, 0);
}

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

static void with_cb(void (*cb)(void *), void *data) { cb(data); }

static void cb_use(void *p) { use(p); }

static void *body_cb(void *p) { with_cb(cb_use, p); return 0; }

void c_callback(void) {
  sqlite3 *db = open_ret(); pthread_t t;
  pthread_create(&t, 0, body_cb, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  with_cb(cb_use, db);
  pthread_join(t, 0);
}
