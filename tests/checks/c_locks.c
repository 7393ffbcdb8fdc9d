// RUN: %check --policy exclusive %s
// Right under `exclusive`: pthread's mutexes are locks too.
#include <pthread.h>
#include <sqlite3.h>

struct store {
  pthread_mutex_t lock;
  sqlite3* db;
};

static void run(struct store* store, const char* sql) {
  // mutant drop-lock: drop
  pthread_mutex_lock(&store->lock);
  sqlite3_exec(store->db, sql, 0, 0, 0);
  // mutant drop-lock: drop
  pthread_mutex_unlock(&store->lock);
}

static void* work(void* argument) {
  run(argument, "select 1");
  return 0;
}

int main(void) {
  struct store store;
  pthread_t thread;
  pthread_mutex_init(&store.lock, 0);
  sqlite3_open("app.db", &store.db);
  pthread_create(&thread, 0, work, &store);
  // mutant drop-lock.2: write sqlite3_exec(store.db, "select 2", 0, 0, 0);
  run(&store, "select 2");
  // mutant close-early: add sqlite3_close(store.db);
  // mutant drop-join: write pthread_detach(thread);
  pthread_join(thread, 0);
  sqlite3_close(store.db);
  return 0;
}
