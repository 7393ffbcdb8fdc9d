// RUN: %check --policy exclusive %s
// Structs from malloc and calloc, also made by a function.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

struct ctx { int n; sqlite3 *db; };

static void *body(void *p) { struct ctx *c = p; use(c->db); return 0; }

void c_malloc(void) {
  struct ctx *a = malloc(sizeof *a); pthread_t t;
  sqlite3_open("a", &a->db);
  pthread_create(&t, 0, body, a);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(a->db);
  pthread_join(t, 0);
}

void c_calloc(void) {
  struct ctx *a = (struct ctx *)calloc(1, sizeof(struct ctx)); pthread_t t;
  if (!a) return;
  if (sqlite3_open("a", &a->db) != SQLITE_OK) { free(a); return; }
  pthread_create(&t, 0, body, (void *)a);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(a->db);
  pthread_join(t, 0);
}

void c_two_malloc_right(void) {
  struct ctx *a = malloc(sizeof *a), *b = malloc(sizeof *b); pthread_t t;
  sqlite3_open("a", &a->db); sqlite3_open("a", &b->db);
  pthread_create(&t, 0, body, a);
  use(b->db);
  pthread_join(t, 0);
}

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

static struct ctx *ctx_new(void) { struct ctx *c = malloc(sizeof *c); c->db = open_ret(); return c; }

static void ctx_init(struct ctx *c) { c->db = open_ret(); }

void c_new(void) {
  struct ctx *c = ctx_new(); pthread_t t;
  pthread_create(&t, 0, body, c);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(c->db);
  pthread_join(t, 0);
}

void c_new_right(void) {
  struct ctx *c = ctx_new(), *d = ctx_new(); pthread_t t;
  pthread_create(&t, 0, body, c);
  use(d->db);
  pthread_join(t, 0);
}

void c_init(void) {
  struct ctx c; ctx_init(&c); pthread_t t;
  pthread_create(&t, 0, body, &c);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(c.db);
  pthread_join(t, 0);
}
