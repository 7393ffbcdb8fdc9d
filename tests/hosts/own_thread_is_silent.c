// Eight threads that open, use and close handles of their own, all the time at the same
// addresses: SQLite reuses them at once. Not one report, and the program's own status.
//
// RUN: %cc -O1 %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t >%t.out 2>&1; test $? = 3
// RUN: grep -x 'addresses met again on another thread: yes' %t.out
// RUN: %not grep lanyard %t.out
#include <stdatomic.h>

#include "host.h"

enum { kThreads = 8, kRounds = 150, kStatements = 20 };

static _Atomic(pthread_t) last_user[1 << 16];
static atomic_int met_again;

static void meet(void* handle) {
  unsigned long key = (unsigned long)handle >> 4 & 0xffff;
  pthread_t before = atomic_exchange(&last_user[key], pthread_self());
  if (before && !pthread_equal(before, pthread_self())) met_again = 1;
}

static void* work(void* unused) {
  for (int round = 0; round < kRounds; ++round) {
    sqlite3* db = opened(":memory:");
    meet(db);
    for (int i = 0; i < kStatements; ++i) {
      sqlite3_stmt* statement = prepared(db, "select ?1 + 1");
      meet(statement);
      REQUIRE(!sqlite3_bind_int(statement, 1, i));
      REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
      REQUIRE(sqlite3_column_int(statement, 0) == i + 1);
      REQUIRE(!sqlite3_finalize(statement));
    }
    REQUIRE(!(round & 1 ? sqlite3_close(db) : sqlite3_close_v2(db)));
  }
  return unused;
}

int main(void) {
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) REQUIRE(!pthread_create(&threads[i], NULL, work, NULL));
  for (int i = 0; i < kThreads; ++i) REQUIRE(!pthread_join(threads[i], NULL));
  // Two threads one after the other, in case the eight never met.
  on_another_thread(work, NULL);
  on_another_thread(work, NULL);
  printf("addresses met again on another thread: %s\n", met_again ? "yes" : "no");
  return 3;
}
