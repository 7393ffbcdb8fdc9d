// RUN: %check %s --openmp
// Sections and tasks are run by one thread each, and have ended at the next barrier.
#include <sqlite3.h>

class Store {
 public:
  void two_sections() {
#pragma omp parallel sections
    {
// finding: sqlite-handle-shared: connection 'Store::db_' is used by another thread and by the one started here
#pragma omp section
      sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
// finding: sqlite-handle-shared: connection 'Store::db_' is used by another thread and by the one started here
#pragma omp section
      sqlite3_exec(db_, "select 2", nullptr, nullptr, nullptr);
    }
  }

 private:
  sqlite3* db_ = nullptr;
};

void sections_with_their_own() {
#pragma omp parallel sections
  {
#pragma omp section
    {
      sqlite3* db = nullptr;
      sqlite3_open("a.db", &db);
      sqlite3_close(db);
    }
#pragma omp section
    {
      sqlite3* db = nullptr;
      sqlite3_open("b.db", &db);
      sqlite3_close(db);
    }
  }
}

void tasks(int count) {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < count; ++i) {
// finding: sqlite-handle-shared: connection 'db' is used by every thread that is started here
#pragma omp task
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  }
  sqlite3_close(db);
}

void one_task_after_the_other() {
  sqlite3* db = nullptr;
  sqlite3_open("app.db", &db);
#pragma omp parallel
// finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
#pragma omp single
  {
// finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
#pragma omp task
    sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
#pragma omp taskwait
// finding: sqlite-handle-transferred: connection 'db' is handed to the thread started here
#pragma omp task
    sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  }
  sqlite3_close(db);
}

void tasks_with_their_own(int count) {
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < count; ++i) {
#pragma omp task
    {
      sqlite3* db = nullptr;
      sqlite3_open("app.db", &db);
      sqlite3_close(db);
    }
  }
}
