// A fork while another thread goes through the list of modules: the child has the dynamic linker's
// lock of that list held by nobody, and glibc does not reset it. The shim asks nothing of the
// linker there, and says so. (The linker itself is at rest, by what it tells debuggers.)
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim timeout 20 %t 2>%t.err
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: process {{[0-9]+}} was forked while another thread was inside the dynamic linker; it runs unchecked
// CHECK-NOT: lanyard
#define _GNU_SOURCE
#include <link.h>
#include <semaphore.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static sem_t is_inside, may_leave;

static int stay(struct dl_phdr_info* info, size_t size, void* data) {
  (void)info, (void)size, (void)data;
  sem_post(&is_inside);
  while (sem_wait(&may_leave)) continue;
  return 1;
}

static void* iterate(void* data) {
  dl_iterate_phdr(stay, data);
  return NULL;
}

int main(void) {
  pthread_t thread;
  REQUIRE(!sqlite3_close(opened(":memory:")));  // so that the shim has set itself up
  REQUIRE(!sem_init(&is_inside, 0, 0) && !sem_init(&may_leave, 0, 0));
  REQUIRE(!pthread_create(&thread, NULL, iterate, NULL));
  while (sem_wait(&is_inside)) continue;
  const pid_t child = fork();
  if (!child) {
    sqlite3* own = opened(":memory:");
    REQUIRE(!sqlite3_exec(own, "select 1", NULL, NULL, NULL));
    _exit(0);
  }
  int status;
  REQUIRE(waitpid(child, &status, 0) == child && !status);
  sem_post(&may_leave);
  REQUIRE(!pthread_join(thread, NULL));
  return 0;
}
