// pthread_self() and the kernel's thread ids are reused at once, so neither can say who
// opened a connection: a thread that inherits the identity of a dead one is not its owner.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: sqlite3_changes on a connection
// CHECK-NEXT: used by thread 3
// CHECK: home thread 2
#include "host.h"

static pthread_t opener, user;

static void* open_one(void* db) {
  opener = pthread_self();
  *(sqlite3**)db = opened(":memory:");
  return NULL;
}

static void* use(void* db) {
  user = pthread_self();
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  sqlite3* db;
  REQUIRE(!sqlite3_close(opened(":memory:")));  // this thread is number 1
  on_another_thread(open_one, &db);
  on_another_thread(use, db);
  REQUIRE(pthread_equal(opener, user));
}
