// What the shim is watched at while the system fails it: a connection that another thread uses, a
// busy close, threads that keep to their own, a child of a fork that uses what it inherited and one
// that does not. It says what SQLite answered, and its status is 7.
#define _GNU_SOURCE
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static void say(const char* what, int answer) {
  printf("%s %d\n", what, answer);
  fflush(stdout);
}

static void* use(void* statement) {
  say("bind", sqlite3_bind_int(statement, 1, 20));
  say("step", sqlite3_step(statement));
  say("column", sqlite3_column_int(statement, 0));
  say("reset", sqlite3_reset(statement));
  return NULL;
}

static void* own(void* unused) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 + 1");
  use(statement);
  say("busy close", sqlite3_close(db));
  say("finalize", sqlite3_finalize(statement));
  say("close", sqlite3_close(db));
  return unused;
}

static void in_child(const char* name, void* (*run)(void*), void* argument) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (!child) {
    run(argument);
    exit(3);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status));
  say(name, WEXITSTATUS(status) == 66 ? 3 : WEXITSTATUS(status));
}

int main(int count, char** arguments) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 + 2");
  on_another_thread(own, NULL);
  if (count > 1 && !strcmp(arguments[1], "wrong")) on_another_thread(use, statement);
  if (count > 1 && !strcmp(arguments[1], "fork")) {
    in_child("own child", own, NULL);
    in_child("wrong child", use, statement);
  }
  use(statement);
  say("finalize", sqlite3_finalize(statement));
  say("close", sqlite3_close_v2(db));
  fprintf(stderr, "done\n");
  return 7;
}
