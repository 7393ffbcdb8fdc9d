// A daemon that opens before it daemonizes: two forks, each parent gone. Its use of the
// connection is told with the first fork, at which the connection was left behind. The
// processes that leave by _exit, which runs no exit handlers, end their files all the same,
// and keep their status.
//
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.* %t.db*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t %t.db before
// RUN: %python %S/Inputs/show_forks.py %t.log.* | %FileCheck %s
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t %t.db after
// RUN: %python %S/Inputs/show_forks.py %t.log.* | wc -l | grep -x 0

// CHECK: use-after-fork sqlite3_exec connection via fork at leave_terminal of the parent
// CHECK-NEXT: use-after-fork sqlite3_close connection via fork at leave_terminal of the parent
// CHECK-NOT: {{.}}
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

__attribute__((noinline)) void leave_terminal(void) {
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child) {  // stays here, for the test to wait for all of them
    int status;
    REQUIRE(waitpid(child, &status, 0) == child);
    _exit(WEXITSTATUS(status));
  }
  setsid();
}

__attribute__((noinline)) void leave_session(void) {
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child) {
    int status;
    REQUIRE(waitpid(child, &status, 0) == child);
    _exit(WEXITSTATUS(status));
  }
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  const char* file = arguments[1];
  sqlite3* db = opened(file);
  REQUIRE(!sqlite3_exec(db, "create table if not exists t(x)", NULL, NULL, NULL));
  if (!strcmp(arguments[2], "after")) {
    REQUIRE(!sqlite3_close(db));
    db = NULL;
  }
  leave_terminal();
  leave_session();
  if (!db) db = opened(file);
  sqlite3_exec(db, "insert into t values (3)", NULL, NULL, NULL);
  sqlite3_close(db);
  _exit(0);
}
