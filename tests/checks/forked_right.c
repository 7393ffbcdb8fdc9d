// RUN: %check %s
// What a child may do with what it got, and what its parent may.
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void opens_its_own(void) {
  sqlite3* db = 0;
  if (fork() == 0) {
    sqlite3_open("app.db", &db);
    sqlite3_exec(db, "select 1", 0, 0, 0);
    sqlite3_close(db);
    _exit(0);
  }
}

void opens_into_the_same_name(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  if (fork() == 0) {
    // mutant inherit.1: write sqlite3_close(db);
    db = 0;  // dropped, not closed
    sqlite3_open("app.db", &db);
    sqlite3_exec(db, "select 1", 0, 0, 0);
    sqlite3_close(db);
    _exit(0);
  }
  sqlite3_close(db);
}

void opens_afterwards(void) {
  sqlite3* db = 0;
  const pid_t child = fork();
  if (child == -1) return;
  sqlite3_open("app.db", &db);
  sqlite3_exec(db, child == 0 ? "select 1" : "select 2", 0, 0, 0);
  sqlite3_close(db);
}

void closes_before(void) {
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  sqlite3_close(db);
  if (fork() == 0) {
    sqlite3_open("app.db", &db);
    sqlite3_close(db);
    _exit(0);
  }
}

void becomes_another_program(sqlite3* db, char** arguments) {
  const pid_t child = fork();
  if (child == 0) {
    // mutant inherit.2: write sqlite3_close(db);
    close(3);
    execvp(arguments[0], arguments);
    exit(127);
  }
  waitpid(child, 0, 0);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

static void never_returns(int status) { _exit(status); }

void ends_in_a_helper(sqlite3* db) {
  // mutant inherit.3: write if (fork() == 0) sqlite3_close(db), never_returns(0);
  if (fork() == 0) never_returns(0);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void in_a_loop(sqlite3* db) {
  for (int i = 0; i != 4; ++i) {
    const pid_t child = fork();
    // mutant inherit.4: drop
    if (child == 0) _exit(0);
    sqlite3_exec(db, "select 1", 0, 0, 0);
  }
}

void by_process(sqlite3** db, pid_t opened_by) {
  fork();
  if (getpid() != opened_by) return;
  sqlite3_exec(*db, "select 1", 0, 0, 0);
}
