// RUN: %check --library glib --policy exclusive %s
// A GThreadPool of one thread runs one thing at a time, a wider one several.
#include <gio/gio.h>
#include <sqlite3.h>

static void run_sql(gpointer sql, gpointer db) { sqlite3_exec(db, sql, 0, 0, 0); }

void of_one(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(run_sql, db, 1, TRUE, 0);
  g_thread_pool_push(pool, "delete from a", 0);
  g_thread_pool_push(pool, "delete from b", 0);
  for (int i = 0; i < 10; i++) g_thread_pool_push(pool, "delete from c", 0);
  g_thread_pool_free(pool, FALSE, TRUE);
  sqlite3_exec(db, "vacuum", 0, 0, 0);
}

void of_one_and_this(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(run_sql, db, 1, TRUE, 0);
  g_thread_pool_push(pool, "delete from a", 0);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "vacuum", 0, 0, 0);
  g_thread_pool_free(pool, FALSE, TRUE);
}

void of_several(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(run_sql, db, 4, TRUE, 0);
  g_thread_pool_push(pool, "delete from a", 0);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  g_thread_pool_push(pool, "delete from b", 0);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
  g_thread_pool_free(pool, FALSE, TRUE);
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  of_one(db);
  of_one_and_this(db);
  of_several(db);
  sqlite3_close(db);
  return 0;
}
