// RUN: %check %s
// A function prepares and steps: it is the step that leaves the count, and the other thread's that
// spoils it.
#include <pthread.h>
#include <sqlite3.h>

static int run(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = 0;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, 0) != SQLITE_OK) return 1;
  const int code = sqlite3_step(statement);
  sqlite3_finalize(statement);
  return code;
}

static void* clean(void* db) {
  run(db, "delete from t");
  return 0;
}

int count(sqlite3* db, const char* sql) {
  pthread_t thread;
  pthread_create(&thread, 0, clean, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  run(db, sql);
  const int changes = sqlite3_changes(db);  // finding: sqlite-connection-state: sqlite3_changes on connection 'db' can tell another thread's count: no lock is held since sqlite3_step
  pthread_join(thread, 0);
  return changes;
}
