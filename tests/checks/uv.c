// RUN: %check --library uv %s
// uv_queue_work runs its first function on another thread and the second on the loop's own;
// a thread of uv_thread_create ends at uv_thread_join.
#include <sqlite3.h>
#include <uv.h>

static void save(uv_work_t* request) { sqlite3_exec(request->data, "commit", 0, 0, 0); }
static void own_connection(uv_work_t* request) {
  sqlite3* own = 0;
  (void)request;
  sqlite3_open("own.db", &own);
  sqlite3_close(own);
}
static void saved(uv_work_t* request, int status) {
  (void)status;
  sqlite3_changes(request->data);
}
static void clean(void* db) { sqlite3_exec(db, "vacuum", 0, 0, 0); }

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  uv_thread_t thread;
  uv_thread_create(&thread, clean, db);  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
  uv_thread_join(&thread);
  uv_work_t other;
  other.data = db;
  uv_queue_work(uv_default_loop(), &other, own_connection, saved);
  uv_work_t request;
  request.data = db;
  uv_queue_work(uv_default_loop(), &request, save, saved);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_total_changes(db);
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
