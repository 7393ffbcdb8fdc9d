// RUN: %check --library glib %s
// g_thread_new runs the function with the data until g_thread_join; what g_idle_add is
// given runs on the main loop, which is no thread by itself.
#include <gio/gio.h>
#include <sqlite3.h>

static gpointer clean(gpointer data) {
  sqlite3_exec(data, "vacuum", 0, 0, 0);
  return 0;
}

static gpointer own_connection(gpointer data) {
  sqlite3* own = 0;
  sqlite3_open(data, &own);
  sqlite3_close(own);
  return 0;
}

static gboolean look(gpointer data) {
  sqlite3_changes(data);
  return FALSE;
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  g_idle_add(look, db);
  GThread* cleaner = g_thread_new("cleaner", clean, db);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  GThread* other = g_thread_new("other", own_connection, "other.db");
  const int changed = sqlite3_changes(db);
  g_thread_join(cleaner);
  g_thread_join(other);
  sqlite3_close(db);
  return changed;
}
