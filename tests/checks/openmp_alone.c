// RUN: %check %s --openmp
// A team of one thread, or a region whose condition never holds, is run by the thread that comes
// there. What one thread hands to its team by copyprivate is every thread's.
#include <sqlite3.h>

void team_of_one(void) {
  sqlite3* db = 0;
  sqlite3_open("one.db", &db);
#pragma omp parallel num_threads(1)
  sqlite3_exec(db, "select 1", 0, 0, 0);
  sqlite3_close(db);
}

void never_parallel(void) {
  sqlite3* db = 0;
  sqlite3_open("never.db", &db);
#pragma omp parallel for if (0)
  for (int i = 0; i < 8; ++i) sqlite3_exec(db, "select 1", 0, 0, 0);
#pragma omp task if (0)
  sqlite3_exec(db, "select 1", 0, 0, 0);
  sqlite3_close(db);
}

void team_of_two(void) {
  sqlite3* db = 0;
  sqlite3_open("two.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel num_threads(2)
  sqlite3_exec(db, "select 1", 0, 0, 0);
  sqlite3_close(db);
}

void parallel_if_large(int count) {
  sqlite3* db = 0;
  sqlite3_open("large.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel if (count > 8)
  sqlite3_exec(db, "select 1", 0, 0, 0);
  sqlite3_close(db);
}

void only_its_simd_part(void) {
  sqlite3* db = 0;
  sqlite3_open("part.db", &db);
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel for simd if (simd : 0)
  for (int i = 0; i < 8; ++i) sqlite3_exec(db, "select 1", 0, 0, 0);
  sqlite3_close(db);
}

void handed_to_the_team(void) {
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel
  {
    sqlite3* db = 0;
#pragma omp single copyprivate(db)
    sqlite3_open("team.db", &db);
    sqlite3_exec(db, "select 1", 0, 0, 0);
  }
}

void opened_by_each(void) {
  int ready;
#pragma omp parallel private(ready)
  {
    sqlite3* db = 0;
#pragma omp single copyprivate(ready)
    ready = 1;
    sqlite3_open("each.db", &db);
    sqlite3_exec(db, ready ? "select 1" : "select 2", 0, 0, 0);
    sqlite3_close(db);
  }
}
