// RUN: %check --policy exclusive %s
// From a member back to the struct that holds it.
#include <pthread.h>
#include <sqlite3.h>
#include <stddef.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))

struct list { struct list *next; };

struct conn { sqlite3 *db; struct list link; };

static void *body_link(void *p) { struct conn *c = container_of((struct list *)p, struct conn, link); use(c->db); return 0; }

void c_container(void) {
  struct conn c; pthread_t t;
  sqlite3_open("a", &c.db);
  pthread_create(&t, 0, body_link, &c.link);  // finding(exclusive): sqlite-handle-shared: connection 'conn::db' is used by this thread and by the one started here
  use(c.db);
  pthread_join(t, 0);
}
