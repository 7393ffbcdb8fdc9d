// A thread with the smallest stack there is uses a foreign handle: the report must not need
// more of it than a plain call does.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: grep 'cross-thread-use: sqlite3_changes' %t.err
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:stack_depth=128 %t; test $? = 66
// RUN: grep -c sqlite3_changes %t.log.* | grep -x 1
#define _GNU_SOURCE
#include <limits.h>

#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(void) {
  pthread_attr_t smallest;
  pthread_t thread;
  REQUIRE(!pthread_attr_init(&smallest));
  REQUIRE(!pthread_attr_setstacksize(&smallest, PTHREAD_STACK_MIN));
  REQUIRE(!pthread_create(&thread, &smallest, use, opened(":memory:")));
  REQUIRE(!pthread_join(thread, NULL));
}
