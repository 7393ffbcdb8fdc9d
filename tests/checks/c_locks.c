// RUN: %check --policy exclusive %s
// Right under `exclusive`: pthread's mutexes are locks too.
#include <pthread.h>
#include <sqlite3.h>

struct store {
  pthread_mutex_t lock;
  sqlite3* db;
};

static void run(struct store* store, const char* sql) {
  pthread_mutex_lock(&store->lock);
  sqlite3_exec(store->db, sql, 0, 0, 0);
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
  run(&store, "select 2");
  pthread_join(thread, 0);
  sqlite3_close(store.db);
  return 0;
}
