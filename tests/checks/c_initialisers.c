// RUN: %check --policy exclusive %s
// Designated initialisers, compound literals, arrays of structs.
#include <pthread.h>
#include <sqlite3.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

struct ctx { int n; sqlite3 *db; };

static void *body(void *p) { struct ctx *c = p; use(c->db); return 0; }

void c_designated(void) {
  sqlite3 *db; pthread_t t;
  sqlite3_open("a", &db);
  struct ctx c = {.n = 1, .db = db};
  pthread_create(&t, 0, body, &c);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_literal(void) {
  sqlite3 *db; pthread_t t;
  sqlite3_open("a", &db);
  pthread_create(&t, 0, body, &(struct ctx){.db = db});  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}

void c_array_structs(void) {
  struct ctx c[2]; pthread_t t;
  sqlite3_open("a", &c[0].db); sqlite3_open("a", &c[1].db);
  pthread_create(&t, 0, body, &c[1]);  // finding(exclusive): sqlite-handle-shared: connection 'ctx::db' is used by this thread and by the one started here
  use(c[1].db);
  pthread_join(t, 0);
}

void c_array_structs_right(void) {
  struct ctx c[2]; pthread_t t;
  sqlite3_open("a", &c[0].db); sqlite3_open("a", &c[1].db);
  pthread_create(&t, 0, body, &c[1]);
  use(c[0].db);
  pthread_join(t, 0);
}

void c_array_designated(void) {
  sqlite3 *db; pthread_t t;
  sqlite3_open("a", &db);
  struct ctx c[2] = {[1] = {.db = db}};
  pthread_create(&t, 0, body, &c[1]);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  use(db);
  pthread_join(t, 0);
}
