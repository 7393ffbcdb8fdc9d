// A thread remembers the statement that it stepped last, where it reads rows without a look into
// the table. Another thread's read of the same row is told, and so is a child's after a fork that
// runs no handlers: memory of threads is copied.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t own 2>%t.err
// RUN: test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t other 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=OTHER %s <%t.err
// RUN: env LD_PRELOAD=%shim %t forked 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=FORKED %s <%t.err

// OTHER: lanyard: cross-thread-use: sqlite3_column_int on a statement
// OTHER: lanyard: 2 violations, 2 uses on a wrong thread

// FORKED: lanyard: use-after-fork: sqlite3_column_int on a statement
#define _GNU_SOURCE
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static sqlite3_stmt* statement;

static sqlite3_stmt* stepped(sqlite3* db, const char* sql) {
  sqlite3_stmt* made = prepared(db, sql);
  REQUIRE(sqlite3_step(made) == SQLITE_ROW);
  return made;
}

static void* read_row(void* one) {
  (void)one;
  sqlite3_column_int(statement, 0);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  sqlite3* db = opened(":memory:");
  statement = stepped(db, "select 1");
  REQUIRE(sqlite3_column_int(statement, 0) == 1);
  if (!strcmp(arguments[1], "other")) on_another_thread(read_row, NULL);
  if (!strcmp(arguments[1], "forked")) {
    const pid_t child = _Fork();
    if (!child) {
      read_row(NULL);
      exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WEXITSTATUS(status);
  }
}
