// Programs that are built with a sanitizer bring a runtime that stands in front of the same
// functions as the shim does, and asks for them before it is ready. They run, and are watched.
//
// RUN: %cc -fsanitize=thread %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim timeout 60 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'done' %t.out && %FileCheck %s <%t.err
// RUN: clang-19 -fsanitize=thread %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim timeout 60 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'done' %t.out && %FileCheck %s <%t.err
// RUN: clang-19 -fsanitize=address %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim ASAN_OPTIONS=detect_leaks=0 timeout 60 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'done' %t.out && %FileCheck %s <%t.err
//
// GCC's AddressSanitizer is a shared library, and will not have one preloaded before it; Lanyard's
// command and a user who preloads the runtime come to the same.
// RUN: %cc -fsanitize=address %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim ASAN_OPTIONS=detect_leaks=0 timeout 60 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'done' %t.out && %FileCheck %s <%t.err
// RUN: env ASAN_OPTIONS=detect_leaks=0 timeout 60 %lanyard run --error-exitcode 9 -- %t >%t.out 2>%t.err; test $? = 9
// RUN: grep -x 'done' %t.out && %not grep Sanitizer %t.err
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim:$(%cc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 timeout 60 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'done' %t.out && %FileCheck %s <%t.err
//
// What it finds, it still tells.
// RUN: %cc -fsanitize=address -DOVERFLOWS %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim ASAN_OPTIONS=detect_leaks=0 timeout 60 %t 2>%t.err; test $? = 1
// RUN: grep heap-buffer-overflow %t.err

// CHECK-NOT: Sanitizer
// CHECK: lanyard: cross-thread-use: sqlite3_changes on a connection
// CHECK-NOT: Sanitizer
// CHECK: lanyard: 1 violation
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static void* use(void* db) {
#ifdef OVERFLOWS
  char* volatile few = malloc(4);
  few[4] = 1;
#endif
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  int status;
  const pid_t child = fork();
  if (!child) _exit(3);
  REQUIRE(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 3);
  REQUIRE(!sqlite3_close(db));
  printf("done\n");
}
