// A thread that ends closes its connection late, in a destructor of thread-specific data: it
// still is the same thread. The program's exit handler closes the main thread's own.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %t
// RUN: %FileCheck %s <$(ls %t.log.*)

// CHECK: "type":"start"
// CHECK-NEXT: {"type":"end","counts":{"violations":0,"uses":0,"at_exit":0,"unreported":0,"suppressed":0}}
#define _GNU_SOURCE
#include <limits.h>

#include "host.h"

static pthread_key_t key;
static sqlite3* kept;
static int closed;

static void close_late(void* db) {
  // Destructors run in rounds; the last one comes after whatever else has ended.
  static __thread int round;
  if (++round < PTHREAD_DESTRUCTOR_ITERATIONS) {
    REQUIRE(!pthread_setspecific(key, db));
    return;
  }
  REQUIRE(!sqlite3_exec(db, "select 1", NULL, NULL, NULL));
  REQUIRE(!sqlite3_close(db));
  closed = 1;
}

static void* work(void* unused) {
  REQUIRE(!pthread_setspecific(key, opened(":memory:")));
  return unused;
}

static void close_kept(void) { REQUIRE(!sqlite3_close(kept)); }

int main(void) {
  atexit(close_kept);
  REQUIRE(!pthread_key_create(&key, close_late));
  kept = opened(":memory:");
  on_another_thread(work, NULL);
  REQUIRE(closed);
}
