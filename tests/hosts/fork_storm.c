// A forked child writes its own file and has its own count, though it was forked while
// other threads were inside the shim all the time: none of the shim's locks stays held.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t >%t.out; test $? = 66
// RUN: ls %t.log.* | wc -l | grep -x 201
// RUN: %python %S/Inputs/show_result.py %t.log.* >%t.all
// RUN: grep -c "end {'violations': 1, 'uses': 1, 'at_exit': 0" %t.all | grep -x 200
// RUN: grep -c '^violation 1 use-after-fork sqlite3_bind_null 1 ' %t.all | grep -x 200
//
// A child of a call that runs no fork handlers may find such a lock held. It reports, or it says
// that it runs unchecked, one of the two.
// RUN: rm -f %t.raw.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.raw timeout 30 %t raw 2>%t.err; test $? = 66
// RUN: grep -h -c '"rule":"use-after-fork","api":"sqlite3_bind_null"' %t.raw.* | grep -c 1 >%t.told
// RUN: grep -c 'was forked while another thread was inside the shim.*it runs unchecked' %t.err >%t.untold; true
// RUN: test $(($(cat %t.told) + $(cat %t.untold))) = 200
#define _GNU_SOURCE
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

enum { kChildren = 200 };

static atomic_int is_over;

static void* churn(void* foreign) {
  while (!is_over) {
    sqlite3* db = opened(":memory:");
    sqlite3_reset(foreign);  // a violation of the parent's, over and over
    REQUIRE(!sqlite3_finalize(prepared(db, "select 1")));
    REQUIRE(!sqlite3_close(db));
  }
  return NULL;
}

static void* use(void* statement) {
  sqlite3_bind_null(statement, 1);
  return NULL;
}

int main(int count, char** arguments) {
  (void)arguments;
  const int is_raw = count > 1;
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1");
  sqlite3* busy = opened(":memory:");
  pthread_t threads[2];
  sqlite3_stmt* foreign[2];
  for (int i = 0; i < 2; ++i) foreign[i] = prepared(busy, "select 2");
  for (int i = 0; i < 2; ++i) REQUIRE(!pthread_create(&threads[i], NULL, churn, foreign[i]));
  for (int i = 0; i < kChildren; ++i) {
    pid_t child = is_raw ? (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) : fork();
    REQUIRE(child >= 0);
    if (!child) {
      // A fork may leave SQLite's own locks held, so the child takes none but that of a
      // connection which the other threads never use.
      if (is_raw) {
        use(statement);
        _exit(66);
      }
      on_another_thread(use, statement);
      exit(0);
    }
    int status;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 66);
  }
  is_over = 1;
  for (int i = 0; i < 2; ++i) REQUIRE(!pthread_join(threads[i], NULL));
}
