// interleaved-transaction: another thread's INSERT runs inside the transaction that this thread
// has open, and goes with it. After the transaction's end, and without one, it is silent.
//
// RUN: %cc -g -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t inside | grep -x "the other thread: answer 0, rows 0"
// RUN: %t after | grep -x "the other thread: answer 0, rows 1"
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t inside 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t inside 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t after 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t after 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t at_once 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t cursor 2>&1 | %not grep lanyard
//
// owner reports the most severe rule first.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=owner %t inside 2>%t.err; test $? = 66
// RUN: grep -o 'lanyard: [a-z-]*: sqlite3_[a-z]*' %t.err | %FileCheck --check-prefix=OWNER %s
// OWNER: interleaved-transaction: sqlite3_exec
// OWNER-NEXT: cross-thread-use: sqlite3_exec
// OWNER-NOT: lanyard
//
// A blob's bytes are part of it, too.
// RUN: %t blob | grep -x "the other thread: answer 0, rows 0"
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t blob 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=BLOB %s <%t.err
// BLOB: lanyard: interleaved-transaction: sqlite3_blob_write on a blob of a database in memory
// BLOB: used by thread 2
// BLOB: transaction opened by thread 1
// BLOB: lanyard: 1 violation, 1 use{{$}}
//
// The thread that opened the transaction is known also where it was not alone before.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t shared 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=SHARED %s <%t.err

// CHECK: lanyard: interleaved-transaction: sqlite3_exec on a connection to a database in memory (serialized)
// CHECK-NEXT: used by thread 2
// CHECK: transaction opened by thread 1
// CHECK: home thread 1
// CHECK: lanyard: 1 violation, 1 use{{$}}
// CHECK-NOT: lanyard

// SHARED: lanyard: interleaved-transaction: sqlite3_exec on
// SHARED-NEXT: used by thread 3
// SHARED: transaction opened by thread 1 {{.*}}, in sqlite3_step
// SHARED-NEXT: native  begin {{.*}}policy_transaction.c.tmp
// SHARED: lanyard: 1 violation, 1 use{{$}}
#include <string.h>

#include "host.h"

static sqlite3* db;
static int answer;

static void run(const char* sql) { REQUIRE(!sqlite3_exec(db, sql, NULL, NULL, NULL)); }

static void* insert(void* unused) {
  answer = sqlite3_exec(db, "insert into t values ('theirs')", NULL, NULL, NULL);
  return unused;
}

static void* write_blob(void* blob) {
  answer = sqlite3_blob_write(blob, "theirs", 6, 0);
  return NULL;
}

static int others_rows(void) {
  sqlite3_stmt* statement = prepared(db, "select count(*) from t where v = 'theirs'");
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  const int rows = sqlite3_column_int(statement, 0);
  REQUIRE(!sqlite3_finalize(statement));
  return rows;
}

__attribute__((noinline, visibility("default"))) void begin(void) {
  sqlite3_stmt* statement = prepared(db, "begin");
  REQUIRE(sqlite3_step(statement) == SQLITE_DONE);
  REQUIRE(!sqlite3_finalize(statement));
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const char* mode = arguments[1];
  db = opened(":memory:");
  run("create table t(v)");
  if (!strcmp(mode, "inside")) {
    run("begin");
    run("insert into t values ('mine')");
    on_another_thread(insert, NULL);
    run("rollback");
  } else if (!strcmp(mode, "blob")) {
    sqlite3_blob* blob;
    run("insert into t values ('theirs')");
    run("update t set v = 'before'");
    run("begin");
    REQUIRE(!sqlite3_blob_open(db, "main", "t", "v", 1, 1, &blob));
    on_another_thread(write_blob, blob);
    REQUIRE(!sqlite3_blob_close(blob));
    run("rollback");
  } else if (!strcmp(mode, "shared")) {
    on_another_thread(insert, NULL);
    begin();
    on_another_thread(insert, NULL);
    run("commit");
    on_another_thread(insert, NULL);
  } else if (!strcmp(mode, "after")) {
    run("begin");
    run("insert into t values ('mine')");
    run("commit");
    on_another_thread(insert, NULL);
  } else if (!strcmp(mode, "at_once")) {
    // A whole transaction in one call is nobody's to step into.
    on_another_thread(insert, NULL);
    run("begin; insert into t values ('mine'); commit");
    on_another_thread(insert, NULL);
  } else {
    // A cursor that is still open keeps a read transaction, but autocommit on.
    run("insert into t values ('mine'), ('mine')");
    sqlite3_stmt* statement = prepared(db, "select v from t");
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    on_another_thread(insert, NULL);
    REQUIRE(!sqlite3_finalize(statement));
  }
  printf("the other thread: answer %d, rows %d\n", answer, others_rows());
  REQUIRE(!sqlite3_close(db));
}
