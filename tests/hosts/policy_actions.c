// on_violation where two threads overlap. The stack of the first is known when it leaves, so a
// process that is to end ends then, at the second thread's call where that can wait for it:
// `free`, where the first goes on by itself. `bound`, where the first waits for the second,
// hangs for no longer than a second. A call that is to be refused is refused at once.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive:on_violation=abort timeout 60 %t free >%t.out 2>%t.err; test $? = 134
// RUN: grep concurrent-use: %t.err && %not grep second %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive:on_violation=trap timeout 60 %t free >%t.out 2>%t.err; test $? = 133
// RUN: grep concurrent-use: %t.err && %not grep second %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive:on_violation=abort timeout 60 %t bound >%t.out 2>%t.err; test $? = 134
// RUN: grep concurrent-use: %t.err && %not grep 'the first' %t.out
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive:on_violation=misuse timeout 60 %t bound >%t.out 2>%t.err; test $? = 66
// RUN: grep concurrent-use: %t.err && grep -x 'the second: answer 21' %t.out && grep -x 'the first: answer 0' %t.out
#include <semaphore.h>
#include <string.h>

#include "asleep.h"

static sqlite3* db;
static sem_t inside, done;
static int is_bound;
static volatile int second;  // its number, when it is about to call

/// Waits for the second thread to be through, or for the shim to have it wait in its call.
static void hold(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  sem_post(&inside);
  if (is_bound)
    sem_wait(&done);
  else
    await_sleep(&second);
  sqlite3_result_int(context, 1);
}

static void* use(void* unused) {
  sem_wait(&inside);
  second = kernel_id();
  const int answer = sqlite3_busy_timeout(db, 0);
  printf("the second: answer %d\n", answer);
  fflush(stdout);
  sem_post(&done);
  return unused;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  is_bound = !strcmp(arguments[1], "bound");
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  pthread_t thread;
  REQUIRE(!sqlite3_open_v2(":memory:", &db, flags, NULL));
  REQUIRE(!sqlite3_create_function(db, "hold", 0, SQLITE_UTF8, NULL, hold, NULL, NULL));
  REQUIRE(!pthread_create(&thread, NULL, use, NULL));
  printf("the first: answer %d\n", sqlite3_exec(db, "select hold()", NULL, NULL, NULL));
  fflush(stdout);
  REQUIRE(!pthread_join(thread, NULL));
}
