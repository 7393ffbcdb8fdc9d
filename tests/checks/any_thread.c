// RUN: %check %s
// The annotation and the calls of lanyard.h in C.
#include "../../include/lanyard/lanyard.h"

#include <pthread.h>
#include <sqlite3.h>

struct store {
  LANYARD_ANY_THREAD sqlite3 *db;
  sqlite3 *own;
};

static void *use_db(void *data) {
  struct store *store = data;
  sqlite3_exec(store->db, "select 1", 0, 0, 0);
  return 0;
}

static void *use_own(void *data) {
  struct store *store = data;
  sqlite3_exec(store->own, "select 1", 0, 0, 0);
  return 0;
}

static void *take_own(void *data) {
  struct store *store = data;
  lanyard_rebind(store->own);
  sqlite3_exec(store->own, "select 1", 0, 0, 0);
  return 0;
}

static void annotated(void) {
  struct store store;
  sqlite3_open("app.db", &store.db);
  pthread_t thread;
  pthread_create(&thread, 0, use_db, &store);
  pthread_join(thread, 0);
  sqlite3_close(store.db);
}

static void plain(void) {
  struct store store;
  sqlite3_open("app.db", &store.own);
  pthread_t thread;
  pthread_create(&thread, 0, use_own, &store);  // finding: sqlite-handle-transferred: connection 'store::own' is handed to the thread started here
  pthread_join(thread, 0);
  sqlite3_close(store.own);
}

static void there_and_back(void) {
  struct store store;
  sqlite3_open("app.db", &store.own);
  pthread_t thread;
  pthread_create(&thread, 0, take_own, &store);
  pthread_join(thread, 0);
  lanyard_rebind(store.own);
  sqlite3_close(store.own);
}

int main(void) {
  annotated();
  plain();
  there_and_back();
  return 0;
}
