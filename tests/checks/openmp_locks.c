// RUN: %check %s --openmp
// RUN: %check %s --openmp --policy exclusive
// What is critical runs on one thread at a time; what is single or a master's, on one thread.
#include <sqlite3.h>

void critical_around_each_use(sqlite3* db) {
// finding: sqlite-handle-guarded: connection 'db' is used by every thread that is started here, each time under a lock
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) {
#pragma omp critical(database)
    sqlite3_exec(db, "insert into t values (1)", 0, 0, 0);
  }
}

void two_names_are_two_locks(sqlite3* db) {
// finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
// finding(exclusive): sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel
  {
#pragma omp critical(reading)
    sqlite3_exec(db, "select 1", 0, 0, 0);
#pragma omp critical(writing)
    sqlite3_exec(db, "insert into t values (1)", 0, 0, 0);
  }
}

void the_master_alone(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
#pragma omp parallel
  {
#pragma omp master
    sqlite3_exec(db, "select 1", 0, 0, 0);
  }
  sqlite3_close(db);
}

void a_single_thread_with_its_own(void) {
#pragma omp parallel
  {
#pragma omp single
    {
      sqlite3* own = 0;
      sqlite3_open("app.db", &own);
      sqlite3_exec(own, "select 1", 0, 0, 0);
      sqlite3_close(own);
    }
  }
}

void the_master_and_the_others(sqlite3* db) {
// finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
// finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
#pragma omp parallel
  {
#pragma omp master
    sqlite3_exec(db, "select 1", 0, 0, 0);
#pragma omp critical
    sqlite3_exec(db, "select 2", 0, 0, 0);
  }
}

void a_single_thread_and_then_another(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
#pragma omp parallel
  {
// finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
#pragma omp single
    sqlite3_exec(db, "select 1", 0, 0, 0);
// finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
#pragma omp single
    sqlite3_exec(db, "select 2", 0, 0, 0);
  }
  sqlite3_close(db);
}

void two_single_threads_at_once(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
#pragma omp parallel
  {
// finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
// finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
#pragma omp single nowait
    sqlite3_exec(db, "select 1", 0, 0, 0);
// finding: sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
// finding(exclusive): sqlite-handle-shared: connection 'db' is used by another thread and by the one started here
#pragma omp single
    sqlite3_exec(db, "select 2", 0, 0, 0);
  }
  sqlite3_close(db);
}
