// A connection that is handed over on purpose: lanyard_rebind() makes the thread that takes it its
// home, so that the giver's next use is the wrong one; lanyard_any_thread() lifts the rule. Both
// say it of the connection, whatever handle of it they are given. Without the shim they do
// nothing, in position-independent programs and others.
//
// RUN: %cc -std=c89 -pedantic-errors -Wall -Wextra -Werror -fsyntax-only -x c %tests/../include/lanyard/lanyard.h
// RUN: %cc %s -I%S/Inputs -I%tests/../include -o %t -lsqlite3 -lpthread
// RUN: %cc -O2 -fno-pie -no-pie %s -I%S/Inputs -I%tests/../include -o %t.fixed -lsqlite3 -lpthread
// RUN: %cxx -x c++ -Wall -Wextra -Werror %s -I%S/Inputs -I%tests/../include -o %t.cpp -lsqlite3 -lpthread
// RUN: %t rebind && %t.fixed rebind && %t.cpp any
//
// RUN: env LD_PRELOAD=%shim %t keep 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=KEEP %s <%t.err
// RUN: env LD_PRELOAD=%shim %t rebind 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t.fixed rebind 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t.cpp rebind 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t any 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t.fixed any 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t again 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=AGAIN %s <%t.err
// RUN: env LD_PRELOAD=%shim %t nothing 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim %t fork 2>%t.err
// RUN: %FileCheck --check-prefix=FORK %s <%t.err

// KEEP: cross-thread-use: sqlite3_step
// KEEP: home thread 1 "{{.*}}", opened by sqlite3_open
// AGAIN: cross-thread-use: sqlite3_changes
// AGAIN: home thread 2 "{{.*}}" (ended), taken over by lanyard_rebind
// AGAIN: lanyard: 1 violation, 1 use
// FORK: use-after-fork: sqlite3_changes
// FORK: home thread 1 "{{.*}}", opened by sqlite3_open
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"
#include "lanyard/lanyard.h"

static const char* what;

static int is(const char* wanted) { return !strcmp(what, wanted); }

static void* use(void* given) {
  sqlite3_stmt* statement = (sqlite3_stmt*)given;
  if (is("rebind") || is("again")) lanyard_rebind(statement);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  REQUIRE(!sqlite3_reset(statement));
  sqlite3* db = sqlite3_db_handle(statement);
  REQUIRE(!sqlite3_finalize(prepared(db, "select 2")));
  return NULL;
}

static void use_in_child(sqlite3* db) {
  int status;
  const pid_t child = fork();
  if (!child) {
    lanyard_rebind(db);
    lanyard_any_thread(db);
    sqlite3_changes(db);
    exit(0);
  }
  REQUIRE(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 66);
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  what = arguments[1];
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select 1");
  if (is("any")) lanyard_any_thread(statement);
  if (is("nothing")) {
    lanyard_rebind(NULL);
    lanyard_any_thread((void*)8);
    lanyard_rebind(&what);
  } else if (is("fork")) {
    use_in_child(db);
  } else {
    on_another_thread(use, statement);
  }
  if (is("again")) sqlite3_changes(db);
  lanyard_rebind(db);
  REQUIRE(!sqlite3_finalize(statement) && !sqlite3_close(db));
  lanyard_rebind(db);
}
