// RUN: %check %s --openmp
// RUN: %check %s --openmp --policy exclusive
// One connection of an array for each thread: handed over, and not shared.
#include <sqlite3.h>

int omp_get_thread_num(void);

void by_the_number_of_the_thread(void) {
  sqlite3* all[8];
  for (int i = 0; i < 8; ++i) sqlite3_open("app.db", &all[i]);
  // finding: sqlite-handle-transferred: connection 'all' is handed to the thread started here
#pragma omp parallel num_threads(8)
  sqlite3_exec(all[omp_get_thread_num()], "select 1", 0, 0, 0);
  for (int i = 0; i < 8; ++i) sqlite3_close(all[i]);
}

void by_the_index_of_the_loop(void) {
  sqlite3* all[8];
  for (int i = 0; i < 8; ++i) sqlite3_open("app.db", &all[i]);
  // finding: sqlite-handle-transferred: connection 'all' is handed to the thread started here
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) sqlite3_exec(all[i], "select 1", 0, 0, 0);
  for (int i = 0; i < 8; ++i) sqlite3_close(all[i]);
}

void opened_by_many(void) {
  sqlite3* all[8];
  // finding: sqlite-handle-transferred: connection 'all' is created on the thread started here and used by this one
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) sqlite3_open("app.db", &all[i]);
  for (int i = 0; i < 8; ++i) sqlite3_close(all[i]);
}

void the_first_for_all(void) {
  sqlite3* all[8];
  for (int i = 0; i < 8; ++i) sqlite3_open("app.db", &all[i]);
  // finding: sqlite-handle-shared: connection 'all' is used by every thread that is started here
  // finding(exclusive): sqlite-handle-shared: connection 'all' is used by every thread that is started here
#pragma omp parallel
  sqlite3_exec(all[0], "select 1", 0, 0, 0);
  for (int i = 0; i < 8; ++i) sqlite3_close(all[i]);
}
