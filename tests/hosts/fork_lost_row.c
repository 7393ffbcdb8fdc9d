// Why use-after-fork is an error: the locks of a connection are its process's, and a child that
// goes on in its parent's transaction has none of them. Another program writes a row meanwhile,
// is told that it is committed, and the child's commit wipes it out.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db* && timeout 30 %t %t.db before | grep -x 'rows of the other program: 0'
// RUN: rm -f %t.db* && timeout 30 %t %t.db after | grep -x 'rows of the other program: 1'
//
// RUN: rm -f %t.db* && env LD_PRELOAD=%shim timeout 30 %t %t.db before 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: rm -f %t.db* && env LD_PRELOAD=%shim timeout 30 %t %t.db after 2>%t.err
// RUN: %not grep lanyard %t.err

// CHECK: lanyard: use-after-fork: sqlite3_exec on a connection to {{.*}}.db (serialized)
// CHECK: forked by process {{[0-9]+}}, via fork
// CHECK: home thread 2
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static void run(sqlite3* db, const char* sql) { REQUIRE(!sqlite3_exec(db, sql, 0, 0, 0)); }

/// Another program: it has nothing of ours, and so honest locks.
static void insert_by_another_program(const char* self, const char* file) {
  char command[4096];
  snprintf(command, sizeof(command), "%s %s insert", self, file);
  REQUIRE(!system(command));
}

static int rows_of_the_other(const char* file) {
  sqlite3* db = opened(file);
  sqlite3_stmt* count = prepared(db, "select count(*) from t where x = 'other'");
  REQUIRE(sqlite3_step(count) == SQLITE_ROW);
  const int rows = sqlite3_column_int(count, 0);
  REQUIRE(!sqlite3_finalize(count) && !sqlite3_close(db));
  return rows;
}

static sqlite3* begin(const char* file) {
  sqlite3* db = opened(file);
  run(db, "begin immediate; insert into t values ('ours')");
  return db;
}

/// The process that opens the database, or leaves that to its child. Its own end closes
/// `alive`.
static int start(const char* self, const char* file, int is_early, const int alive[2]) {
  sqlite3* db = is_early ? begin(file) : NULL;
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child) return 0;
  char nothing;
  close(alive[1]);
  REQUIRE(read(alive[0], &nothing, 1) == 0);  // until the parent is gone, and its locks
  insert_by_another_program(self, file);
  if (!db) db = begin(file);
  // Answers an I/O error where the other program has undone our transaction as that of a
  // process that died; by then the pages are written.
  sqlite3_exec(db, "commit", NULL, NULL, NULL);
  return 0;
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  const char *self = arguments[0], *file = arguments[1], *what = arguments[2];
  sqlite3* db = opened(file);
  run(db, strcmp(what, "insert") ? "create table t(x)" : "insert into t values ('other')");
  REQUIRE(!sqlite3_close(db));
  if (!strcmp(what, "insert")) return 0;
  int alive[2], status, worst = 0;
  REQUIRE(!pipe(alive) && !prctl(PR_SET_CHILD_SUBREAPER, 1));
  const pid_t parent = fork();
  REQUIRE(parent >= 0);
  if (!parent) return start(self, file, !strcmp(what, "before"), alive);
  close(alive[1]);
  while (wait(&status) > 0)
    if (WEXITSTATUS(status)) worst = WEXITSTATUS(status);
  printf("rows of the other program: %d\n", rows_of_the_other(file));
  return worst;
}
