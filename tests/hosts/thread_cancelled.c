// A thread that is to be cancelled breaks a rule: the call makes no cancellation point that is not
// there without the shim, so the thread comes back from it, and what the shim holds for the report
// is free again for the next thread.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t | grep -x 'came back'
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 30 %t >%t.out; test $? = 66
// RUN: grep -x 'came back' %t.out
// RUN: grep -c '"rule":"cross-thread-use"' %t.log.* | grep -x 2
// RUN: env LD_PRELOAD=%shim timeout 30 %t >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'came back' %t.out
#include "host.h"

static int came_back;

static void* use(void* db) {
  REQUIRE(!pthread_cancel(pthread_self()));
  sqlite3_changes(db);
  came_back = 1;
  pthread_testcancel();
  return NULL;
}

static void* use_next(void* db) {
  sqlite3_errcode(db);
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  on_another_thread(use, db);
  on_another_thread(use_next, db);
  if (came_back) printf("came back\n");
}
