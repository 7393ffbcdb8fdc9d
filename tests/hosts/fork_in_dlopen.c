// A fork falls into the middle of another thread's dlopen: the child has the dynamic linker's lock
// held by nobody, and glibc does not reset it. The shim asks nothing of the linker there. The
// child runs, and says that it runs unchecked.
//
// RUN: %cc -shared -fPIC -x c /dev/null -o %t.so
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0 timeout 120 %t %t.so 2>%t.err
// RUN: grep -h -c '"rule":"use-after-fork","api":"sqlite3_bind_null"' %t.log.* | grep -c 1 >%t.told
// RUN: grep -c 'was forked while another thread was inside the dynamic linker; it runs unchecked' %t.err >%t.untold; true
// RUN: test $(($(cat %t.told) + $(cat %t.untold))) = 1000
#include <dlfcn.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

enum { kChildren = 1000 };

static atomic_int is_over;

static void* load(void* path) {
  while (!is_over) {
    void* library = dlopen(path, RTLD_NOW);
    REQUIRE(library && !dlclose(library));
  }
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1");
  pthread_t loader;
  REQUIRE(!pthread_create(&loader, NULL, load, arguments[1]));
  for (int i = 0; i < kChildren; ++i) {
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (!child) {
      sqlite3_bind_null(statement, 1);
      _exit(0);
    }
    int status;
    REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status));
  }
  is_over = 1;
  REQUIRE(!pthread_join(loader, NULL));
}
