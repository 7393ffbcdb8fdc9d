// What a suppression matches is decided once, by whichever thread is first; all that follows is
// counted, whoever it is. Beside it a violation that nothing matches is told as ever.
//
// RUN: %cc -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: echo '*:expected' > %t.supp && rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=owner:suppressions=%t.supp:log_path=%t.log timeout 60 %t; test $? = 66
// RUN: %FileCheck %s <$(ls %t.log.*)

// CHECK: "rule":"cross-thread-use","api":"sqlite3_errcode","count":      8000,
// CHECK-NOT: "type":"violation"
// CHECK: {"type":"suppression","pattern":"*:expected","hits":8000}
// CHECK-NEXT: {"type":"end","counts":{"violations":1,"uses":8000,"at_exit":0,"unreported":0,"suppressed":8000}}
#include "host.h"

enum { kThreads = 8, kTimes = 1000 };

static pthread_barrier_t all_here;

// They ask for what no other thread changes, under the connection's own mutex.
void __attribute__((noinline)) expected(sqlite3* db) { sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1); }
void __attribute__((noinline)) unexpected(sqlite3* db) { sqlite3_errcode(db); }

static void* use(void* db) {
  pthread_barrier_wait(&all_here);
  for (int i = 0; i < kTimes; ++i) {
    sqlite3_mutex_enter(sqlite3_db_mutex(db));
    expected(db);
    unexpected(db);
    sqlite3_mutex_leave(sqlite3_db_mutex(db));
  }
  return NULL;
}

int main(void) {
  sqlite3* db = opened(":memory:");
  pthread_t threads[kThreads];
  REQUIRE(!pthread_barrier_init(&all_here, NULL, kThreads));
  for (int i = 0; i < kThreads; ++i) REQUIRE(!pthread_create(&threads[i], NULL, use, db));
  for (int i = 0; i < kThreads; ++i) REQUIRE(!pthread_join(threads[i], NULL));
}
