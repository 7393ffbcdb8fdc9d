// RUN: %check %s
// Processes that are made by system calls, or by clone() with flags that say what it makes.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

static char stack[65536];

void by_system_call(sqlite3* db) {
  long child = syscall(SYS_fork);  // finding: sqlite-handle-forked: connection 'db' is opened before syscall and used in the child
  if (child == 0) {
    sqlite3_exec(db, "select 1", 0, 0, 0);
    _exit(0);
  }
}

void by_clone(sqlite3* db) {
  // finding: sqlite-handle-forked: connection 'db' is opened before syscall and used in the child
  if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) {
    sqlite3_exec(db, "select 1", 0, 0, 0);
    _exit(0);
  }
}

void in_child_alone(void) {
  if (syscall(__NR_fork) == 0) {
    sqlite3* db = 0;
    sqlite3_open("app.db", &db);
    sqlite3_close(db);
    _exit(0);
  }
}

// Other system calls make no process.
void no_fork(sqlite3* db) {
  if (syscall(SYS_gettid) == 0) sqlite3_exec(db, "select 1", 0, 0, 0);
}

static int work(void* argument) {
  sqlite3_exec(argument, "select 1", 0, 0, 0);
  return 0;
}

// With the memory of its parent it is a thread by another name.
void as_thread(sqlite3* db) {
  // finding: sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  clone(work, stack + sizeof stack, CLONE_VM | CLONE_FS | CLONE_FILES, db);
  sqlite3_exec(db, "select 2", 0, 0, 0);
}

void as_process(sqlite3* db) {
  clone(work, stack + sizeof stack, CLONE_FS | SIGCHLD, db);  // finding: sqlite-handle-forked: connection 'db' is opened before clone and used in the child
  sqlite3_exec(db, "select 2", 0, 0, 0);
}
