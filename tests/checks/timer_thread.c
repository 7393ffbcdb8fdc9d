// RUN: %check %s
// timer_create() with SIGEV_THREAD runs its function on threads of its own, each time anew.
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

static sqlite3* shared;

static void sweep(union sigval value) { sqlite3_exec(value.sival_ptr, "delete from old", 0, 0, 0); }

static void sweep_shared(union sigval value) {
  (void)value;
  sqlite3_exec(shared, "delete from old", 0, 0, 0);
}

static void sweep_own(union sigval value) {
  sqlite3* own = 0;
  sqlite3_open(value.sival_ptr, &own);
  sqlite3_exec(own, "delete from old", 0, 0, 0);
  sqlite3_close(own);
}

void by_pointer(sqlite3* db) {
  timer_t timer;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = sweep;
  event.sigev_value.sival_ptr = db;
  timer_create(CLOCK_MONOTONIC, &event, &timer);  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  sqlite3_exec(db, "insert into log values (1)", 0, 0, 0);
}

void by_global(void) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = sweep_shared};
  sqlite3_open("app.db", &shared);
  timer_create(CLOCK_MONOTONIC, &event, &timer);  // finding: sqlite-handle-shared: connection 'shared' is used by this thread and by the one started here
  sqlite3_exec(shared, "insert into log values (1)", 0, 0, 0);
}

void by_name(sqlite3* db) {
  timer_t timer;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = sweep_own;
  event.sigev_value.sival_ptr = "app.db";
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  sqlite3_exec(db, "insert into log values (1)", 0, 0, 0);
}

void by_signal(sqlite3* db) {
  timer_t timer;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGALRM;
  event.sigev_value.sival_ptr = db;
  timer_create(CLOCK_MONOTONIC, &event, &timer);
  sqlite3_exec(db, "insert into log values (1)", 0, 0, 0);
}

int main(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  by_pointer(db);
  by_global();
  by_name(db);
  by_signal(db);
  return 0;
}
