// RUN: %check %s
// Where a helper makes the use, the notes show the calls that lead to it.
#include <pthread.h>
#include <sqlite3.h>

static sqlite3* memory_db;

static int run_sql(sqlite3* db, const char* sql) {
  // step: used_there: used on the new thread here, by sqlite3_exec
  // step: used_here: used on this thread here, by sqlite3_exec
  return sqlite3_exec(db, sql, 0, 0, 0);
}

static void save(void) {
  run_sql(memory_db, "insert into t select * from u");  // step: calls: this thread calls run_sql here
}

static void collect(void) {
  run_sql(memory_db, "delete from u");  // step: calls: the new thread calls run_sql here
}

static void* collector(void* unused) {
  collect();  // step: calls: the new thread calls collect here
  return unused;
}

int main(void) {
  pthread_t thread;
  sqlite3_open(":memory:", &memory_db);  // step: created: connection 'memory_db' is created here
  // finding: sqlite-handle-shared: connection 'memory_db' is used by this thread and by the one started here
  // step: crosses: it goes to the new thread here, through the global 'memory_db'
  pthread_create(&thread, 0, collector, 0);
  save();  // step: calls: this thread calls save here
  pthread_join(thread, 0);
  sqlite3_close(memory_db);
}
