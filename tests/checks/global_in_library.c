// RUN: %check %s
// A library without a main: its functions may be called in any order.
#include <pthread.h>
#include <sqlite3.h>

static sqlite3* database;
static pthread_t thread;

static void* work(void* unused) {
  sqlite3_exec(database, "select 1", 0, 0, 0);
  return unused;
}

int store_open(const char* file) { return sqlite3_open(file, &database); }

// finding: sqlite-handle-shared: connection 'database' is used by this thread and by the one started here
int store_start(void) { return pthread_create(&thread, 0, work, 0); }

int store_count(void) { return sqlite3_total_changes(database); }

void store_stop(void) { pthread_join(thread, 0); }
