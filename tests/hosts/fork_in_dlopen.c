// A fork falls into another thread's dlopen: the child may have the dynamic linker's lock held by
// nobody, and glibc does not reset it. The shim asks nothing of the linker there; the child says
// that it runs unchecked. A child that is forked when the dlopen is over is watched.
//
// What is loaded depends on a library that is a FIFO, so that the linker waits until the test
// lets it go on.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %cc -shared -fPIC -x c /dev/null -Wl,-soname,dep.so -o %t.dir/dep.so
// RUN: %cc -shared -fPIC -x c /dev/null -x none -Wl,--no-as-needed %t.dir/dep.so -Wl,-rpath,%t.dir -o %t.so
// RUN: rm %t.dir/dep.so && mkfifo %t.dir/dep.so
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim timeout 60 %t %t.so %t.dir/dep.so 2>%t.err
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: process {{[0-9]+}} was forked while another thread was inside the dynamic linker; it runs unchecked
// CHECK-NOT: use-after-fork: sqlite3_bind_null
// CHECK: first child has ended
// CHECK: lanyard: use-after-fork: sqlite3_bind_null
// CHECK: second child has ended
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static void* load(void* path) {
  REQUIRE(!dlopen(path, RTLD_NOW));  // a FIFO that is closed is no library
  return NULL;
}

/// What the dynamic linker tells debuggers. (The symbol _r_debug would be a copy.)
static int loader_state(void) {
  for (const ElfW(Dyn)* entry = _DYNAMIC; entry->d_tag != DT_NULL; ++entry)
    if (entry->d_tag == DT_DEBUG)
      return ((const volatile struct r_debug*)entry->d_un.d_ptr)->r_state;
  REQUIRE(!"DT_DEBUG");
  return 0;
}

static void run_child(sqlite3_stmt* statement, const char* which) {
  int status;
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (!child) {
    REQUIRE(!sqlite3_bind_null(statement, 1));
    _exit(0);
  }
  REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status) && !WEXITSTATUS(status));
  fprintf(stderr, "%s child has ended\n", which);
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  sqlite3_stmt* statement = prepared(opened(":memory:"), "select ?1");
  pthread_t loader;
  REQUIRE(!pthread_create(&loader, NULL, load, arguments[1]));
  while (loader_state() != RT_ADD) sched_yield();
  run_child(statement, "first");
  const int fifo = open(arguments[2], O_WRONLY);
  REQUIRE(fifo >= 0 && !close(fifo));
  REQUIRE(!pthread_join(loader, NULL));
  run_child(statement, "second");
}
