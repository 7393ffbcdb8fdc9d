// RUN: %check --library glib --policy exclusive %s
// G_LOCK and g_mutex_lock keep others out.
#include <gio/gio.h>
#include <sqlite3.h>

G_LOCK_DEFINE_STATIC(db);
static sqlite3* guarded;
static sqlite3* half;

static gpointer work(gpointer data) {
  G_LOCK(db);
  sqlite3_exec(guarded, "commit", 0, 0, 0);
  G_UNLOCK(db);
  sqlite3_exec(half, "commit", 0, 0, 0);
  return data;
}

int main(void) {
  sqlite3_open("a.db", &guarded);
  sqlite3_open("b.db", &half);
  GThread* thread = g_thread_new("worker", work, 0);  // finding(exclusive): sqlite-handle-shared: connection 'half' is used by this thread and by the one started here
  G_LOCK(db);
  sqlite3_changes(guarded);
  sqlite3_changes(half);
  G_UNLOCK(db);
  g_thread_join(thread);
  return 0;
}
