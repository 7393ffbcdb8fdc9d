// RUN: %check --policy exclusive %s
// A backup uses two connections: the one that it writes, and the one that it reads.
#include <pthread.h>
#include <sqlite3.h>

static void* copy(void* source) {
  sqlite3* target;
  sqlite3_open("copy.db", &target);
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
  sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  sqlite3_close(target);
  return NULL;
}

static void* copy_file(void* file) {
  sqlite3* source;
  sqlite3_open(file, &source);
  copy(source);
  sqlite3_close(source);
  return NULL;
}

int wrong(void) {
  sqlite3* db;
  pthread_t thread;
  sqlite3_open("a.db", &db);
  pthread_create(&thread, NULL, copy, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "insert into t values (1)", NULL, NULL, NULL);
  pthread_join(thread, NULL);
  return sqlite3_close(db);
}

int right(void) {
  sqlite3* db;
  pthread_t thread;
  sqlite3_open("a.db", &db);
  pthread_create(&thread, NULL, copy_file, "a.db");
  sqlite3_exec(db, "insert into t values (1)", NULL, NULL, NULL);
  pthread_join(thread, NULL);
  return sqlite3_close(db);
}
