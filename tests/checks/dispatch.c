// RUN: %check --library dispatch %s
// libdispatch's functions with a context: a queue runs them on threads of its own, a group can
// be waited for, and dispatch_apply_f runs one function on many threads until all are done.
#include <dispatch/dispatch.h>
#include <sqlite3.h>

static void save(void* db) { sqlite3_exec(db, "commit", 0, 0, 0); }
static void each(void* db, unsigned long i) {
  (void)i;
  sqlite3_exec(db, "select 1", 0, 0, 0);
}
static void own_connection(void* name) {
  sqlite3* own = 0;
  sqlite3_open(name, &own);
  sqlite3_close(own);
}

int main(void) {
  dispatch_queue_t queue = dispatch_get_global_queue(0, 0);
  dispatch_group_t group = dispatch_group_create();
  sqlite3 *first = 0, *second = 0, *third = 0;
  sqlite3_open("first.db", &first);
  dispatch_async_f(queue, first, save);  // finding: sqlite-handle-shared: connection 'first' is used by this thread and by the one started here
  sqlite3_total_changes(first);
  sqlite3_open("second.db", &second);
  dispatch_group_async_f(group, queue, second, save);  // finding: sqlite-handle-transferred: connection 'second' is handed to the thread started here
  dispatch_group_wait(group, DISPATCH_TIME_FOREVER);
  sqlite3_total_changes(second);
  sqlite3_open("third.db", &third);
  dispatch_apply_f(8, queue, third, each);  // finding: sqlite-handle-shared: connection 'third' is used by every thread that is started here
  sqlite3_total_changes(third);
  dispatch_async_f(queue, "own.db", own_connection);
  sqlite3_total_changes(third);
  return 0;
}
