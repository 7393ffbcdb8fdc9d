// RUN: %check --library glib %s
// A GTask's function gets the data that the task was given before.
#include <gio/gio.h>
#include <sqlite3.h>

static void clean(GTask* task, gpointer source, gpointer data, GCancellable* cancellable) {
  (void)task, (void)source, (void)cancellable;
  sqlite3_exec(data, "vacuum", 0, 0, 0);
}

static void own_connection(GTask* task, gpointer source, gpointer data,
                           GCancellable* cancellable) {
  (void)task, (void)source, (void)cancellable;
  sqlite3* own = 0;
  sqlite3_open(data, &own);
  sqlite3_close(own);
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  GTask* task = g_task_new(0, 0, 0, 0);
  g_task_set_task_data(task, db, 0);
  g_task_run_in_thread(task, clean);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  GTask* other = g_task_new(0, 0, 0, 0);
  g_task_set_task_data(other, "own.db", 0);
  g_task_run_in_thread(other, own_connection);
  return sqlite3_changes(db);
}
