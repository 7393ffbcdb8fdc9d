// A report names a thread as it is called by then: renamed from outside after the open, renamed
// by itself, or ended, by its last name. And it says who started it, where, and with what.
//
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t; test $? = 66
// RUN: %python %S/Inputs/show_threads.py %t.log.* | %FileCheck %s
//
// RUN: env LD_PRELOAD=%shim timeout 30 %t 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=TEXT %s <%t.err

// CHECK: sqlite3_changes home "renamed" runs open_one started by "main" in start_opener
// CHECK: sqlite3_errcode home "by-itself" runs open_one started by "main" in start_opener
// CHECK: sqlite3_get_autocommit home "last-name" ended runs open_one started by "main" in start_opener
// CHECK: sqlite3_total_changes home "last-name" ended runs open_one started by "main" in start_opener
// CHECK-SAME: used by "user" runs use_one started by "main" in use_from_thread

// TEXT: home thread {{[0-9]+}} "renamed", opened by sqlite3_open
// TEXT-NEXT: started by thread 1 "main" in start_opener thread_names.c.tmp+0x{{.*}}, runs open_one
// TEXT: home thread {{[0-9]+}} "last-name" (ended), opened by sqlite3_open
#define _GNU_SOURCE
#include <semaphore.h>
#include <sys/prctl.h>

#include "host.h"

static sqlite3* db;
static sem_t opens, goes_on, done;

void* open_one(void* last_name) {
  pthread_setname_np(pthread_self(), "first-name");
  db = opened(":memory:");
  sem_post(&opens);
  sem_wait(&goes_on);
  prctl(PR_SET_NAME, "by-itself");
  sem_post(&done);
  sem_wait(&goes_on);
  pthread_setname_np(pthread_self(), last_name);
  return NULL;
}

void* use_one(void* unused) {
  pthread_setname_np(pthread_self(), "user");
  sqlite3_total_changes(db);
  return unused;
}

__attribute__((noinline)) pthread_t start_opener(void) {
  pthread_t opener;
  REQUIRE(!pthread_create(&opener, NULL, open_one, "last-name"));
  return opener;
}

__attribute__((noinline)) void use_from_thread(void) {
  pthread_t user;
  REQUIRE(!pthread_create(&user, NULL, use_one, NULL));
  REQUIRE(!pthread_join(user, NULL));
}

int main(void) {
  REQUIRE(!pthread_setname_np(pthread_self(), "main"));
  REQUIRE(!sem_init(&opens, 0, 0) && !sem_init(&goes_on, 0, 0) && !sem_init(&done, 0, 0));
  pthread_t opener = start_opener();
  sem_wait(&opens);
  REQUIRE(!pthread_setname_np(opener, "renamed"));
  sqlite3_changes(db);
  sem_post(&goes_on);
  sem_wait(&done);
  sqlite3_errcode(db);
  sem_post(&goes_on);
  REQUIRE(!pthread_join(opener, NULL));
  sqlite3_get_autocommit(db);
  use_from_thread();
}
