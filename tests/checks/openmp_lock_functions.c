// RUN: %check %s --openmp
// OpenMP's own locks guard as others do; what is declared here is in <omp.h>.
#include <sqlite3.h>

typedef struct {
  void* opaque;
} omp_lock_t;
void omp_init_lock(omp_lock_t* lock);
void omp_set_lock(omp_lock_t* lock);
void omp_unset_lock(omp_lock_t* lock);
int omp_test_lock(omp_lock_t* lock);
void omp_destroy_lock(omp_lock_t* lock);

void set_and_unset(sqlite3* db) {
  omp_lock_t lock;
  omp_init_lock(&lock);
  // finding: sqlite-handle-guarded: connection 'db' is used by every thread that is started here, each time under a lock
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) {
    omp_set_lock(&lock);
    sqlite3_exec(db, "insert into t values (1)", 0, 0, 0);
    omp_unset_lock(&lock);
  }
  omp_destroy_lock(&lock);
}

void set_or_tried(sqlite3* db, omp_lock_t* lock) {
  // finding: sqlite-handle-guarded: connection 'db' is used by every thread that is started here, each time under a lock
#pragma omp parallel
  {
    if (omp_test_lock(lock)) {
      sqlite3_exec(db, "select 1", 0, 0, 0);
      omp_unset_lock(lock);
    }
  }
}

void tried_and_not_asked(sqlite3* db, omp_lock_t* lock) {
  // finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel
  {
    omp_test_lock(lock);
    sqlite3_exec(db, "select 1", 0, 0, 0);
  }
}
