// A thread that leaves a call by longjmp out of a callback, as Perl's die and Ruby's raise do,
// only seems to be inside: another thread that uses the connection then breaks no rule of
// `exclusive`. What comes after is seen as ever: the thread is inside again by its next call.
// SQLite does not expect it; in multi-thread mode it holds no mutex that would stay locked.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t left | grep -x 'autocommit 1'
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t left 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t again 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: concurrent-use: sqlite3_get_autocommit on a connection
// CHECK: used by thread 3
// CHECK: inside it already: thread 1 {{.*}}, in sqlite3_exec
// CHECK: lanyard: 1 violation, 1 use{{$}}
#include <semaphore.h>
#include <setjmp.h>
#include <string.h>

#include "host.h"

static sqlite3* db;
static jmp_buf out;
static sem_t inside, done;

static void jump(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)context, (void)count, (void)values;
  longjmp(out, 1);
}

static void hold(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  sem_post(&inside);
  sem_wait(&done);
  sqlite3_result_int(context, 1);
}

static void* ask(void* unused) {
  printf("autocommit %d\n", sqlite3_get_autocommit(db));
  return unused;
}

static void* ask_inside(void* unused) {
  sem_wait(&inside);
  ask(NULL);
  sem_post(&done);
  return unused;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  pthread_t thread;
  REQUIRE(!sqlite3_open_v2(":memory:", &db, flags, NULL));
  REQUIRE(!sqlite3_create_function(db, "jump", 0, SQLITE_UTF8, NULL, jump, NULL, NULL));
  REQUIRE(!sqlite3_create_function(db, "hold", 0, SQLITE_UTF8, NULL, hold, NULL, NULL));
  if (!setjmp(out)) sqlite3_exec(db, "select jump()", NULL, NULL, NULL);
  on_another_thread(ask, NULL);
  if (!strcmp(arguments[1], "left")) return 0;
  REQUIRE(!pthread_create(&thread, NULL, ask_inside, NULL));
  REQUIRE(!sqlite3_exec(db, "select hold()", NULL, NULL, NULL));
  REQUIRE(!pthread_join(thread, NULL));
}
