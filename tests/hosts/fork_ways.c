// A connection belongs to the process that opened it. However the child was forked, its use of
// an inherited one is told, with the place of the fork where there is one to be seen; so is its
// close. The twin that opens its own after the fork is silent.
//
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db*
// RUN: sh %S/Inputs/each_child.sh fork %t %shim %t.log %t.db | %FileCheck -DVIA=fork -DAT=start_child %s
// RUN: sh %S/Inputs/each_child.sh _Fork %t %shim %t.log %t.db | %FileCheck -DVIA=_Fork -DAT=start_child %s
// RUN: sh %S/Inputs/each_child.sh clone %t %shim %t.log %t.db | %FileCheck -DVIA=clone -DAT=start_child %s
// RUN: sh %S/Inputs/each_child.sh syscall %t %shim %t.log %t.db | %FileCheck -DVIA=unknown -DAT=nowhere %s

// CHECK: use: status 66
// CHECK-NEXT: use-after-fork sqlite3_prepare_v2 connection via [[VIA]] at [[AT]] of the parent
// CHECK-NEXT: use-after-fork sqlite3_finalize statement via [[VIA]] at [[AT]] of the parent
// CHECK-NEXT: use-after-fork sqlite3_step statement via [[VIA]] at [[AT]] of the parent
// CHECK-NEXT: close: status 66
// CHECK-NEXT: use-after-fork sqlite3_finalize statement via [[VIA]] at [[AT]] of the parent
// CHECK-NEXT: use-after-fork sqlite3_close connection via [[VIA]] at [[AT]] of the parent
// CHECK-NEXT: own: status 0
// CHECK-NOT: {{.}}
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static const char* what;
static const char* file;
static sqlite3* db;
static sqlite3_stmt* statement;

static int run_child(void* unused) {
  (void)unused;
  if (!strcmp(what, "use")) {
    sqlite3_finalize(prepared(db, "select 1"));
    sqlite3_step(statement);
  } else if (!strcmp(what, "close")) {
    sqlite3_finalize(statement);
    sqlite3_close(db);
  } else {
    sqlite3* own = opened(file);
    sqlite3_stmt* one = prepared(own, "select count(*) from t");
    REQUIRE(sqlite3_step(one) == SQLITE_ROW);
    REQUIRE(!sqlite3_finalize(one) && !sqlite3_close(own));
  }
  exit(0);
}

__attribute__((noinline)) pid_t start_child(const char* way) {
  static char stack[1 << 18] __attribute__((aligned(16)));
  pid_t child = -1;
  if (!strcmp(way, "fork")) child = fork();
  if (!strcmp(way, "_Fork")) child = _Fork();
  if (!strcmp(way, "syscall")) child = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
  if (!strcmp(way, "clone")) child = clone(run_child, stack + sizeof(stack), SIGCHLD, NULL);
  if (!child) run_child(NULL);
  return child;
}

int main(int count, char** arguments) {
  REQUIRE(count == 4);
  const char* way = arguments[1];
  what = arguments[2];
  file = arguments[3];
  db = opened(file);
  REQUIRE(!sqlite3_exec(db, "create table if not exists t(x)", NULL, NULL, NULL));
  statement = prepared(db, "select count(*) from t");
  int status;
  pid_t child = start_child(way);
  REQUIRE(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
  // The parent's own use goes on being right.
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  REQUIRE(!sqlite3_finalize(statement) && !sqlite3_close(db));
  printf("%s: status %d\n", what, WEXITSTATUS(status));
}
