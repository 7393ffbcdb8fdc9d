// RUN: %check --library apr %s
// An APR thread gets its own handle first, the data second.
#include <apr_thread_proc.h>
#include <sqlite3.h>

static void* clean(apr_thread_t* thread, void* db) {
  (void)thread;
  sqlite3_exec(db, "vacuum", 0, 0, 0);
  return 0;
}

static void* own_connection(apr_thread_t* thread, void* data) {
  (void)thread, (void)data;
  sqlite3* own = 0;
  sqlite3_open("own.db", &own);
  sqlite3_close(own);
  return 0;
}

int run(apr_pool_t* pool) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  apr_thread_t* cleaner = 0;
  apr_thread_t* other = 0;
  apr_status_t status = 0;
  apr_thread_create(&cleaner, 0, clean, db, pool);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  apr_thread_create(&other, 0, own_connection, 0, pool);
  const int changed = sqlite3_changes(db);
  apr_thread_join(&status, cleaner);
  apr_thread_join(&status, other);
  sqlite3_close(db);
  return changed;
}
