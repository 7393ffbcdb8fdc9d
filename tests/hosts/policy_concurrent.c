// concurrent-use: two threads inside one connection at once. A user function holds the first
// thread inside its INSERT and fails it in the end, which rolls back all that the connection
// has not committed: in multi-thread mode that is the second thread's row too, whose INSERT
// had answered SQLITE_OK. One thread after the other loses nothing, and is silent.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t overlap | grep -x 'the second thread: answer 0, rows 0'
// RUN: %t after | grep -x 'the second thread: answer 0, rows 1'
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t overlap >%t.out 2>%t.err; test $? = 66
// RUN: grep -x 'the second thread: answer 0, rows 0' %t.out
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t overlap 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t after 2>&1 | %not grep lanyard
//
// owner reports it too, and first; the overlap is known when the first thread leaves.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=owner %t overlap 2>%t.err; test $? = 66
// RUN: grep -c 'lanyard: concurrent-use: sqlite3_exec' %t.err | grep -x 1
// RUN: grep -c 'lanyard: cross-thread-use: sqlite3_exec' %t.err | grep -x 1

// CHECK: lanyard: concurrent-use: sqlite3_exec on a connection to a database in memory (multi-thread)
// CHECK-NEXT: used by thread 2
// CHECK-NEXT: started by thread 1
// CHECK-NEXT: native  {{.*}}policy_concurrent.c.tmp
// CHECK: inside it already: thread 1 {{.*}}, in sqlite3_step
// CHECK-NEXT: native  {{.*}}policy_concurrent.c.tmp
// CHECK: home thread 1
// CHECK: lanyard explain concurrent-use
// CHECK-NEXT: lanyard: 1 violation, 1 use
// CHECK-NOT: lanyard
#include <semaphore.h>
#include <string.h>

#include "host.h"

static sqlite3* db;
static sem_t inside, done;
static int answer;

static void fail(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  sem_post(&inside);
  sem_wait(&done);
  sqlite3_result_error(context, "failed", -1);
}

static void* insert(void* unused) {
  sem_wait(&inside);
  answer = sqlite3_exec(db, "insert into t values (2)", NULL, NULL, NULL);
  sem_post(&done);
  return unused;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const int overlaps = !strcmp(arguments[1], "overlap");
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  pthread_t thread;
  REQUIRE(!sqlite3_open_v2(":memory:", &db, flags, NULL));
  REQUIRE(!sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL));
  REQUIRE(!sqlite3_create_function(db, "fail", 0, SQLITE_UTF8, NULL, fail, NULL, NULL));
  sqlite3_stmt* statement = prepared(db, "insert into t select fail()");
  if (overlaps) REQUIRE(!pthread_create(&thread, NULL, insert, NULL));
  if (!overlaps) sem_post(&done);
  REQUIRE(sqlite3_step(statement) == SQLITE_ERROR);
  REQUIRE(sqlite3_finalize(statement) == SQLITE_ERROR);
  if (!overlaps) REQUIRE(!pthread_create(&thread, NULL, insert, NULL));
  REQUIRE(!pthread_join(thread, NULL));
  statement = prepared(db, "select count(*) from t");
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  printf("the second thread: answer %d, rows %d\n", answer, sqlite3_column_int(statement, 0));
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
}
