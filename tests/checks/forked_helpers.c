// RUN: %check %s
// The fork, and what tells its two processes apart, stand in functions of the program.
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t quiet_fork(void) {
  const pid_t pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (pid == 0) close(0);
  return pid;
}

static pid_t logged_fork(void) {
  const pid_t pid = fork();
  if (pid < 0) exit(1);
  return pid;
}

static void detach(void) {
  if (fork() > 0) _exit(0);  // finding: sqlite-handle-forked: connection 'log' is opened before fork and used in the child
  setsid();
}

static void run_child(sqlite3* db) { sqlite3_exec(db, "select 1", 0, 0, 0); }

static sqlite3* cache;

static void use_cache(void) { sqlite3_exec(cache, "select 1", 0, 0, 0); }

static void fork_worker(void) {
  if (fork() == 0) {  // finding: sqlite-handle-forked: connection 'cache' is opened before fork and used in the child
    use_cache();
    _exit(0);
  }
}

int main(void) {
  sqlite3 *db = 0, *log = 0;
  sqlite3_open("app.db", &db);
  if (quiet_fork() == 0) run_child(db);
  if (logged_fork() == 0) exit(0);
  run_child(db);
  sqlite3_open("cache.db", &cache);
  fork_worker();
  use_cache();
  sqlite3_open("log.db", &log);
  detach();
  sqlite3_exec(log, "select 1", 0, 0, 0);
}
