// RUN: %check %s --openmp
// The threads of an OpenMP team run the region's code, and have ended at its end.
#include <sqlite3.h>

static sqlite3* db;

void every_thread_uses_it(void) {
  sqlite3* shared = 0;
  sqlite3_open("app.db", &shared);  // step: created: connection 'shared' is created here
  // finding: sqlite-handle-shared: connection 'shared' is used by every thread that is started here
  // step: crosses: it goes to the new thread here, captured by reference
#pragma omp parallel
  {
    // step: used_there: used on the new thread here, by sqlite3_exec
    sqlite3_exec(shared, "select 1", 0, 0, 0);
  }
  sqlite3_close(shared);
}

void a_connection_for_each_thread(void) {
#pragma omp parallel
  {
    sqlite3* mine = 0;
    sqlite3_open("app.db", &mine);
#pragma omp for
    for (int i = 0; i < 8; ++i) sqlite3_exec(mine, "select 1", 0, 0, 0);
    sqlite3_close(mine);
  }
}

void a_private_variable(void) {
  sqlite3* mine = 0;
#pragma omp parallel for private(mine)
  for (int i = 0; i < 8; ++i) {
    sqlite3_open("app.db", &mine);
    sqlite3_exec(mine, "select 1", 0, 0, 0);
    sqlite3_close(mine);
  }
}

void before_and_after_only(void) {
  int sum = 0;
  sqlite3* outer = 0;
  sqlite3_open("app.db", &outer);
#pragma omp parallel for reduction(+ : sum)
  for (int i = 0; i < 8; ++i) sum += i;
  sqlite3_exec(outer, sum > 3 ? "begin" : "select 1", 0, 0, 0);
  sqlite3_close(outer);
}

static sqlite3* each_has_one;
#pragma omp threadprivate(each_has_one)

void a_variable_for_each_thread(void) {
#pragma omp parallel
  {
    sqlite3_open("app.db", &each_has_one);
    sqlite3_exec(each_has_one, "select 1", 0, 0, 0);
    sqlite3_close(each_has_one);
  }
}

static void write_row(int row) {
  if (row == 0) return;
  // step: used_there: used on the new thread here, by sqlite3_exec
  sqlite3_exec(db, "insert into t values (1)", 0, 0, 0);
}

void through_a_function(void) {
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
// step: crosses: it goes to the new thread here, through the global 'db'
// finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) write_row(i);  // step: calls: the new thread calls write_row here
  sqlite3_close(db);
}

void the_pointer_is_private_and_the_handle_is_not(void) {
  sqlite3* copied = 0;
  sqlite3_open("app.db", &copied);  // step: created: connection 'copied' is created here
// step: crosses: it goes to the new thread here, captured by value
// finding: sqlite-handle-shared: connection 'copied' is used by every thread that is started here
#pragma omp parallel for firstprivate(copied)
  for (int i = 0; i < 8; ++i)
    // step: used_there: used on the new thread here, by sqlite3_exec
    sqlite3_exec(copied, "select 1", 0, 0, 0);
  sqlite3_close(copied);
}
