// RUN: %check --library glib --policy exclusive %s
// What GLib's main loop is given runs on the thread that runs it: this one, or another. A loop of
// another context runs what that context was given.
#include <gio/gio.h>
#include <sqlite3.h>

typedef struct {
  sqlite3* db;
  GMainLoop* loop;
} App;

static gboolean refresh(gpointer data) {
  App* app = data;
  sqlite3_exec(app->db, "select count(*) from files", 0, 0, 0);
  return TRUE;
}

static gboolean tick(gpointer db) {
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return TRUE;
}

static gpointer index_files(gpointer data) {
  App* app = data;
  sqlite3_exec(app->db, "insert into files values (1)", 0, 0, 0);
  return 0;
}

static gpointer run_loop(gpointer loop) {
  g_main_loop_run(loop);
  return 0;
}

void beside_a_worker(App* app) {
  app->loop = g_main_loop_new(0, FALSE);
  GThread* indexer = g_thread_new("indexer", index_files, app);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  g_timeout_add(500, refresh, app);
  g_main_loop_run(app->loop);
  g_thread_join(indexer);
}

static gpointer count_files(gpointer data) {
  App* app = data;
  sqlite3_exec(app->db, "select count(*) from files", 0, 0, 0);
  g_idle_add(refresh, app);
  return 0;
}

void handed_back(App* app) {
  app->loop = g_main_loop_new(0, FALSE);
  GThread* counter = g_thread_new("counter", count_files, app);
  g_main_loop_run(app->loop);
  g_thread_join(counter);
}

void on_a_context(sqlite3* db) {
  GMainContext* context = g_main_context_new();
  GMainLoop* loop = g_main_loop_new(context, FALSE);
  g_main_context_invoke(context, tick, db);
  GThread* runner = g_thread_new("runner", run_loop, loop);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "delete from log", 0, 0, 0);
  g_main_loop_quit(loop);
  g_thread_join(runner);
}

void on_another_context(sqlite3* db) {
  GMainLoop* loop = g_main_loop_new(g_main_context_new(), FALSE);
  g_idle_add(tick, db);
  GThread* runner = g_thread_new("runner", run_loop, loop);
  sqlite3_exec(db, "delete from log", 0, 0, 0);
  g_main_loop_quit(loop);
  g_thread_join(runner);
}

int main(void) {
  sqlite3* db = 0;
  App app = {0, 0};
  sqlite3_open("app.db", &app.db);
  sqlite3_open("other.db", &db);
  beside_a_worker(&app);
  App third = {0, 0};
  sqlite3_open("third.db", &third.db);
  handed_back(&third);
  sqlite3_close(third.db);
  on_a_context(db);
  on_another_context(db);
  sqlite3_close(db);
  sqlite3_close(app.db);
  return 0;
}
