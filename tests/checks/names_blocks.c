// RUN: %check --library dispatch --blocks %s
// libdispatch's functions by the names that stand in no other fixture.
#include <dispatch/dispatch.h>
#include <sqlite3.h>

static void use(void* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

#define STARTS(name, ...)                                             \
  void name(dispatch_queue_t queue) {                                 \
    sqlite3* db = 0;                                                  \
    sqlite3_open("app.db", &db);                                      \
    __VA_ARGS__;                                                      \
    use(db);                                                          \
  }

STARTS(barrier_async_f, dispatch_barrier_async_f(queue, db, use))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
STARTS(after_f, dispatch_after_f(DISPATCH_TIME_NOW, queue, db, use))  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here

// These return when the work is done, and do it here.
STARTS(async_and_wait, dispatch_async_and_wait(queue, ^{ use(db); }))
STARTS(barrier_async_and_wait, dispatch_barrier_async_and_wait(queue, ^{ use(db); }))
STARTS(async_and_wait_f, dispatch_async_and_wait_f(queue, db, use))
STARTS(barrier_sync_f, dispatch_barrier_sync_f(queue, db, use))
STARTS(barrier_async_and_wait_f, dispatch_barrier_async_and_wait_f(queue, db, use))
STARTS(once_f, static dispatch_once_t once; dispatch_once_f(&once, db, use))
