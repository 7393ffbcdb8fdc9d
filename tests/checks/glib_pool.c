// RUN: %check --library glib %s
// A GThreadPool's function is given when it is made, its data with each push, and what all
// calls share as the second argument.
#include <gio/gio.h>
#include <sqlite3.h>

static void save(gpointer data, gpointer user_data) {
  (void)user_data;
  sqlite3_exec(data, "commit", 0, 0, 0);
}

static void look(gpointer data, gpointer user_data) {
  (void)data;
  sqlite3_changes(user_data);
}

static void own_connection(gpointer data, gpointer user_data) {
  (void)user_data;
  sqlite3* own = 0;
  sqlite3_open(data, &own);
  sqlite3_close(own);
}

static void by_push(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(save, 0, 4, FALSE, 0);
  g_thread_pool_push(pool, db, 0);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  g_thread_pool_free(pool, FALSE, TRUE);
}

static void by_all(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(look, db, 4, FALSE, 0);
  g_thread_pool_push(pool, "x", 0);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_changes(db);
  g_thread_pool_free(pool, FALSE, TRUE);
}

static void by_nobody(sqlite3* db) {
  GThreadPool* pool = g_thread_pool_new(own_connection, 0, 4, FALSE, 0);
  g_thread_pool_push(pool, "own.db", 0);
  sqlite3_changes(db);
  g_thread_pool_free(pool, FALSE, TRUE);
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  by_push(db);
  by_all(db);
  by_nobody(db);
  sqlite3_close(db);
  return 0;
}
