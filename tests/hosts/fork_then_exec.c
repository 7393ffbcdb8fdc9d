// A process that goes on to run another program leaves the inherited connection alone, and so
// does the shim: vfork and posix_spawn share the parent's memory, and nothing of it changes.
// The child's _exit, when it could not run the program, is not the parent's end.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t; test $? = 66
// RUN: ls %t.log.* | wc -l | grep -x 1
// RUN: %FileCheck %s <$(ls %t.log.*)

// CHECK: "type":"start"
// CHECK-NEXT: "rule":"cross-thread-use","api":"sqlite3_changes"
// CHECK-NEXT: {"type":"end","counts":{"violations":1,"uses":1,
#define _GNU_SOURCE
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

extern char** environ;

static void expect(pid_t child, int wanted) {
  int status;
  REQUIRE(child > 0 && waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == wanted);
}

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  char* good[] = {"true", NULL};
  pid_t child = vfork();
  if (!child) {
    execv("/bin/true", good);
    _exit(1);
  }
  expect(child, 0);
  child = vfork();
  if (!child) {
    execv("/nowhere", good);
    _exit(9);
  }
  expect(child, 9);
  REQUIRE(!posix_spawn(&child, "/bin/true", NULL, NULL, good, environ));
  expect(child, 0);
  child = fork();
  if (!child) {
    execv("/bin/true", good);
    _Exit(1);
  }
  expect(child, 0);
  REQUIRE(system("exit 5") == 5 << 8);
  // Still the process that opened it, and still watched.
  REQUIRE(!sqlite3_exec(db, "select 1", NULL, NULL, NULL));
  on_another_thread(use, db);
  REQUIRE(!sqlite3_close(db));
}
