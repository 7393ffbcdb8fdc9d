// RUN: %check --policy exclusive %s
// A linked list of connections.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>

static void use(sqlite3 *db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static sqlite3 *open_ret(void) { sqlite3 *db; if (sqlite3_open("a", &db)) return NULL; return db; }

struct inner { sqlite3 *db; };

struct outer { struct inner in; struct inner *p; };

static void *body_outer(void *p) { struct outer *o = p; use(o->p->db); return 0; }

void c_nested(void) {
  struct outer o = {0}; pthread_t t;
  o.p = &o.in;
  o.in.db = open_ret();
  pthread_create(&t, 0, body_outer, &o);  // finding(exclusive): sqlite-handle-shared: connection 'inner::db' is used by this thread and by the one started here
  use(o.in.db);
  pthread_join(t, 0);
}

struct node { struct node *next; sqlite3 *db; };

static void *body_list(void *p) { for (struct node *n = p; n; n = n->next) use(n->db); return 0; }

void c_list(void) {
  struct node *head = NULL; pthread_t t;
  for (int i = 0; i < 3; i++) { struct node *n = malloc(sizeof *n); n->db = open_ret(); n->next = head; head = n; }
  pthread_create(&t, 0, body_list, head);  // finding(exclusive): sqlite-handle-shared: connection 'node::db' is used by this thread and by the one started here
  for (struct node *n = head; n; n = n->next) use(n->db);
  pthread_join(t, 0);
}

void c_list_right(void) {
  struct node *head = NULL; pthread_t t;
  for (int i = 0; i < 3; i++) { struct node *n = malloc(sizeof *n); n->db = open_ret(); n->next = head; head = n; }
  pthread_create(&t, 0, body_list, head);
  pthread_join(t, 0);
  for (struct node *n = head; n; n = n->next) use(n->db);
}
