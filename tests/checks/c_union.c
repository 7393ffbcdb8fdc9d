// RUN: %check --policy exclusive %s
// The members of a union are one object.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static void *body_db(void *p) { use((sqlite3 *)p); return 0; }

union un { sqlite3 *db; void *p; };

void c_union(void) {
  union un u; pthread_t t;
  sqlite3_open("a", &u.db);
  pthread_create(&t, 0, body_db, u.p);  // finding(exclusive): sqlite-handle-shared: connection 'u' is used by this thread and by the one started here
  use(u.db);
  pthread_join(t, 0);
}
