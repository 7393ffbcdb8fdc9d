// stale-connection-state: what another thread's call replaced before this thread read it. Each
// mode prints what the thread reads, and what its own call had left. What does not replace the
// state, and a mutex held over call and question, are silent.
//
// RUN: %cc -g -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t rowid | grep -x 'read 2, left 1'
// RUN: %t changes | grep -x 'read 1, left 3'
// RUN: %t total | grep -x 'read 4, left 3'
// RUN: %t error | grep -x 'read not an error, left no such table: mine'
// RUN: %t message | grep -x 'read no such table: theirs, left no such table: mine'
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t rowid 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_last_insert_rowid %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t rowid 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_last_insert_rowid %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t changes 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_changes %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t total 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_total_changes %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t error 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_errmsg %s <%t.err
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t message 2>%t.err; test $? = 66
// RUN: %FileCheck -DAPI=sqlite3_errmsg %s <%t.err
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t select 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t update 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t own 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t later 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t never 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t fine 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t row 2>&1 | %not grep lanyard
// RUN: %t mutex | grep -x 'read 1, left 1'
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t mutex 2>&1 | %not grep lanyard

// CHECK: lanyard: stale-connection-state: [[API]] on a connection to a database in memory (serialized)
// CHECK-NEXT: used by thread 1
// CHECK: state replaced by thread 2 {{.*}}, in sqlite3_exec
// CHECK-NEXT: started by thread 1
// CHECK-NEXT: native  theirs {{.*}}policy_stale.c.tmp
// CHECK: home thread 1
// CHECK: lanyard: 1 violation, 1 use{{$}}
// CHECK-NOT: lanyard
#include <string.h>

#include "asleep.h"

static sqlite3* db;
static volatile int other_id;

static int run(const char* sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL); }

__attribute__((visibility("default"))) void* theirs(void* sql) {
  other_id = kernel_id();
  sqlite3_exec(db, sql, NULL, NULL, NULL);
  return NULL;
}

static void between(const char* sql) { on_another_thread(theirs, (void*)sql); }

/// Inserts and asks for the row's id, with the connection's mutex held meanwhile.
static void hold_mutex(void) {
  pthread_t thread;
  sqlite3_mutex* mutex = sqlite3_db_mutex(db);
  between("select 1");  // from now on the connection is shared
  other_id = 0;
  sqlite3_mutex_enter(mutex);
  REQUIRE(!run("insert into t values (1)"));
  REQUIRE(!pthread_create(&thread, NULL, theirs, "insert into t values (2)"));
  await_sleep(&other_id);
  const long long read = sqlite3_last_insert_rowid(db);
  sqlite3_mutex_leave(mutex);
  REQUIRE(!pthread_join(thread, NULL));
  printf("read %lld, left 1\n", read);
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  const char* mode = arguments[1];
  db = opened(":memory:");
  REQUIRE(!run("create table t(v)"));
  if (!strcmp(mode, "rowid")) {
    REQUIRE(!run("insert into t values (1)"));
    between("insert into t values (2)");
    printf("read %lld, left 1\n", (long long)sqlite3_last_insert_rowid(db));
  } else if (!strcmp(mode, "changes") || !strcmp(mode, "total")) {
    const int total = *mode == 't';
    REQUIRE(!run("insert into t values (1), (2), (3)"));
    between("insert into t values (2)");
    printf("read %d, left 3\n", total ? sqlite3_total_changes(db) : sqlite3_changes(db));
  } else if (!strcmp(mode, "error") || !strcmp(mode, "message")) {
    REQUIRE(run("select * from mine"));
    between(*mode == 'e' ? "select 1" : "select * from theirs");
    printf("read %s, left no such table: mine\n", sqlite3_errmsg(db));
  } else if (!strcmp(mode, "select")) {
    REQUIRE(!run("insert into t values (1)"));
    between("select * from t");
    REQUIRE(sqlite3_last_insert_rowid(db) == 1 && sqlite3_changes(db) == 1);
  } else if (!strcmp(mode, "update")) {
    // Replaces the counts, and not the rowid.
    REQUIRE(!run("insert into t values (1)"));
    between("update t set v = 2");
    REQUIRE(sqlite3_last_insert_rowid(db) == 1);
  } else if (!strcmp(mode, "own")) {
    // Replaced, but by now by the reader itself.
    REQUIRE(!run("insert into t values (1)"));
    between("insert into t values (2)");
    REQUIRE(!run("insert into t values (3)"));
    REQUIRE(sqlite3_last_insert_rowid(db) == 3 && sqlite3_changes(db) == 1);
    REQUIRE(sqlite3_errcode(db) == SQLITE_OK);
  } else if (!strcmp(mode, "later")) {
    // The reader's own last statement found it replaced already, and left it so.
    REQUIRE(!run("insert into t values (1)"));
    between("insert into t values (2)");
    sqlite3_stmt* statement = prepared(db, "select * from t");
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW && sqlite3_last_insert_rowid(db) == 2);
    REQUIRE(!sqlite3_finalize(statement));
  } else if (!strcmp(mode, "never")) {
    // The reader never wrote a row: it cannot take the other's for its own.
    between("insert into t values (2)");
    REQUIRE(sqlite3_last_insert_rowid(db) == 1 && sqlite3_total_changes(db) == 1);
  } else if (!strcmp(mode, "fine")) {
    // No error then, none now.
    between("select * from missing");
    between("select 1");
    REQUIRE(sqlite3_errcode(db) == SQLITE_OK);
  } else if (!strcmp(mode, "row")) {
    // A row is no error, nor is the end of another thread's.
    sqlite3_stmt* statement = prepared(db, "select 1");
    between("select 1");
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW && sqlite3_errcode(db) == SQLITE_ROW);
    between("select 1");
    REQUIRE(sqlite3_errcode(db) != SQLITE_ROW);
    REQUIRE(!sqlite3_finalize(statement));
  } else {
    hold_mutex();
  }
  sqlite3_close(db);
}
