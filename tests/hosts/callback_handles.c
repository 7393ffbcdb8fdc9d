// SQLite shows handles of its own to callbacks: statements that exec or a virtual table
// prepared, the iterator that changeset_apply keeps on its stack. The shim sees neither their
// birth nor their end, and their addresses come back on other threads, also those of handles
// that the program itself had: it must not take one for another. But a statement tells its
// connection: reading one on a wrong thread is a use.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err

// CHECK: lanyard: cross-thread-use: sqlite3_exec on a connection
// CHECK-NEXT: used by thread 4
// CHECK-NOT: lanyard: cross-thread-use
// CHECK: lanyard: cross-thread-use: sqlite3_expanded_sql on a statement of a database in memory
// CHECK: home thread 1
// CHECK: lanyard: 2 violations
#define SQLITE_ENABLE_SESSION 1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#include "host.h"

enum { kRounds = 20, kThreads = 3 };

static int thread, traced, conflicts, met_again;
static void* own[kThreads * kRounds];  // statements that the program had, by thread

static int trace(unsigned kind, void* context, void* statement, void* text) {
  (void)kind, (void)context, (void)text;
  sqlite3_free(sqlite3_expanded_sql(statement));
  for (int i = 0; i < thread * kRounds; ++i) met_again |= own[i] == statement;
  ++traced;
  return 0;
}

static int conflict(void* context, int kind, sqlite3_changeset_iter* iterator) {
  const char* table;
  int columns, operation, indirect;
  (void)context, (void)kind;
  REQUIRE(!sqlite3changeset_op(iterator, &table, &columns, &operation, &indirect));
  ++conflicts;
  return SQLITE_CHANGESET_OMIT;
}

static void run(sqlite3* db, const char* sql) {
  REQUIRE(!sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static void* work(void* unused) {
  for (int round = 0; round < kRounds; ++round) {
    sqlite3* db = opened(":memory:");
    sqlite3_stmt* statement = prepared(db, "select 1");
    own[thread * kRounds + round] = statement;
    REQUIRE(!sqlite3_finalize(statement));
    REQUIRE(!sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, NULL));
    run(db, "select 1");
    run(db, "create virtual table words using fts4(text); create table t(k integer primary key)");
    sqlite3_session* session;
    REQUIRE(!sqlite3session_create(db, "main", &session));
    REQUIRE(!sqlite3session_attach(session, "t"));
    run(db, "insert into words values ('one'); insert into t values (1)");
    int size;
    void* changes;
    REQUIRE(!sqlite3session_changeset(session, &size, &changes));
    REQUIRE(!sqlite3changeset_apply(db, size, changes, NULL, conflict, NULL));
    sqlite3_free(changes);
    sqlite3session_delete(session);
    REQUIRE(!sqlite3_close(db));
  }
  ++thread;
  return unused;
}

static void* use(void* db) {
  run(db, "select 1");
  return NULL;
}

int main(void) {
  work(NULL);
  on_another_thread(work, NULL);
  on_another_thread(work, NULL);
  REQUIRE(traced >= kThreads * kRounds && conflicts == kThreads * kRounds && met_again);
  sqlite3* db = opened(":memory:");
  REQUIRE(!sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, NULL));
  thread = 0;
  on_another_thread(use, db);
}
