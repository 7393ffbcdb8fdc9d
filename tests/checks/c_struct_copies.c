// RUN: %check --policy exclusive %s
// A struct is copied, by assignment or by memcpy.
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

struct ctx { int n; sqlite3 *db; };

static void *body(void *p) { struct ctx *c = p; use(c->db); return 0; }

void c_copy(void) {
  struct ctx a, b; pthread_t t;
  sqlite3_open("a", &a.db);
  b = a;
  pthread_create(&t, 0, body, &b);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(a.db);
  pthread_join(t, 0);
}

void c_copy_right(void) {
  struct ctx a, b; pthread_t t;
  sqlite3_open("a", &a.db); sqlite3_open("a", &b.db);
  pthread_create(&t, 0, body, &b);
  use(a.db);
  pthread_join(t, 0);
}

void c_memcpy(void) {
  struct ctx a, b; pthread_t t;
  sqlite3_open("a", &a.db);
  memcpy(&b, &a, sizeof a);
  pthread_create(&t, 0, body, &b);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(a.db);
  pthread_join(t, 0);
}

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

static struct ctx ctx_make(void) { struct ctx c; c.db = open_ret(); return c; }

void c_make(void) {
  struct ctx c = ctx_make(); pthread_t t;
  pthread_create(&t, 0, body, &c);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(c.db);
  pthread_join(t, 0);
}
