// RUN: %check --policy serialized %s
// The last error is the connection's, and another thread may make a new one.
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>

static void* work(void* argument) {
  sqlite3_exec(argument, "delete from log", 0, 0, 0);
  return 0;
}

void wrong(sqlite3* db) {
  pthread_t worker;
  pthread_create(&worker, 0, work, db);
  if (sqlite3_exec(db, "insert into log values (1)", 0, 0, 0) != SQLITE_OK)
    puts(sqlite3_errmsg(db));  // finding(serialized): sqlite-connection-state: sqlite3_errmsg on connection 'db' can tell another thread's error: no lock is held since sqlite3_exec
  pthread_join(worker, 0);
}

void right_by_code(sqlite3* db) {
  pthread_t worker;
  pthread_create(&worker, 0, work, db);
  const int code = sqlite3_exec(db, "insert into log values (1)", 0, 0, 0);
  if (code != SQLITE_OK) puts(sqlite3_errstr(code));
  pthread_join(worker, 0);
}

void right_alone(sqlite3* db) {
  if (sqlite3_exec(db, "insert into log values (1)", 0, 0, 0) != SQLITE_OK)
    puts(sqlite3_errmsg(db));
}

void wrong_about_the_close(sqlite3* db) {
  sqlite3_exec(db, "select 1", 0, 0, 0);
  pthread_t worker;
  pthread_create(&worker, 0, work, db);
  if (sqlite3_close(db) != SQLITE_OK)
    puts(sqlite3_errmsg(db));  // finding(serialized): sqlite-connection-state: sqlite3_errmsg on connection 'db' can tell another thread's error: no lock is held since sqlite3_close
  pthread_join(worker, 0);
}
