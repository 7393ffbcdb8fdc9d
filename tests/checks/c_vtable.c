// RUN: %check --policy exclusive %s
// Functions called through a constant table of pointers.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

struct ops { int (*open)(const char *, sqlite3 **); void (*run)(sqlite3 *); };

static int do_open(const char *f, sqlite3 **out) { return sqlite3_open(f, out); }

static const struct ops table = {do_open, use};

struct task { const struct ops *ops; sqlite3 *db; };

static void *body_ops(void *p) { struct task *k = p; k->ops->run(k->db); return 0; }

void c_vtable(void) {
  struct task k = {.ops = &table}; pthread_t t;
  k.ops->open("a", &k.db);
  pthread_create(&t, 0, body_ops, &k);  // finding(exclusive): sqlite-handle-shared: connection 'task::db' is used by this thread and by the one started here
  k.ops->run(k.db);
  pthread_join(t, 0);
}

void c_vtable_direct(void) {
  struct task k = {.ops = &table}; pthread_t t;
  sqlite3_open("a", &k.db);
  pthread_create(&t, 0, body_ops, &k);  // finding(exclusive): sqlite-handle-shared: connection 'task::db' is used by this thread and by the one started here
  use(k.db);
  pthread_join(t, 0);
}
