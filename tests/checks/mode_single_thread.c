// RUN: %check %s
// RUN: %check --policy serialized %s
// In single-thread mode not even two connections may be used at once.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* unused) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  sqlite3_close(db);
  return unused;
}

int main(void) {
  // finding: sqlite-threading-mode: SQLite is configured for a single thread, and two threads use it
  // finding(serialized): sqlite-threading-mode: SQLite is configured for a single thread, and two threads use it
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  pthread_t worker;
  pthread_create(&worker, 0, work, 0);  // step: crosses: it goes to a second thread here, which calls SQLite
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);  // step: used_here: another thread calls SQLite here meanwhile
  sqlite3_close(db);
  pthread_join(worker, 0);
}
