// RUN: %check --library names %s
// Functions of C libraries that start threads and stand in no other fixture: each gets a connection
// there, which this thread goes on using.
#include <names.h>
#include <sqlite3.h>

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }
static void work(void* db) { use(db); }
static int answer(void* db) {
  use(db);
  return 0;
}
static void* pointer(void* db) {
  use(db);
  return 0;
}
static void* of_apr(apr_thread_t* thread, void* db) {
  (void)thread;
  use(db);
  return 0;
}
static void of_task(GTask* task, gpointer source, gpointer db, GCancellable* cancellable) {
  (void)task, (void)source, (void)cancellable;
  use(db);
}

#define STARTS(name, call)         \
  void name(void) {                \
    sqlite3* db = 0;               \
    sqlite3_open("app.db", &db);   \
    call;                          \
    use(db);                       \
  }

STARTS(by_uv_thread_create_ex, uv_thread_t thread; uv_thread_create_ex(&thread, 0, work, db))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_sdl_createthreadruntime, SDL_CreateThreadRuntime(answer, "t", db, 0, 0))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_sdl_createthreadwithstacksize, SDL_CreateThreadWithStackSize(answer, "t", 0, db))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_apr_thread_pool_push, apr_thread_pool_push(0, of_apr, db, 0, 0))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_apr_thread_pool_top, apr_thread_pool_top(0, of_apr, db, 0, 0))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_beginthread, _beginthread(work, 0, db))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_g_thread_try_new, g_thread_try_new("t", pointer, db, 0))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_g_thread_create, g_thread_create(pointer, db, 1, 0))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(by_g_task_run_in_thread_sync, GTask* task = g_task_new(0, 0, 0, 0); g_task_set_task_data(task, db, 0); g_task_run_in_thread_sync(task, of_task))  // finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
