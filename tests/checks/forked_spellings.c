// RUN: %check %s
// Ways to write which of the two processes goes on.
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

struct child {
  pid_t pid;
};

void by_switch(sqlite3* db) {
  switch (fork()) {  // finding: sqlite-handle-forked: connection 'db' is opened before fork and closed in the child
    case -1: return;
    case 0: sqlite3_close(db); _exit(0);
    default: break;
  }
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right_switch(sqlite3* db) {
  switch (fork()) {
    case -1: return;
    case 0: _exit(0);
    default: sqlite3_exec(db, "select 1", 0, 0, 0);
  }
}

void by_assignment(sqlite3* db) {
  pid_t pid;
  if ((pid = fork()) > 0) return;  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right_assignment(sqlite3* db) {
  pid_t pid;
  if ((pid = fork()) <= 0) _exit(1);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void by_not(sqlite3* db) {
  pid_t pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (!pid) sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right_not(sqlite3* db) {
  const pid_t pid = fork();
  if (!pid) execl("/bin/true", "true", (char*)0);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void by_constant_first(sqlite3* db) {
  const pid_t pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (0 != pid) {
    kill(pid, SIGTERM);
  } else {
    sqlite3_exec(db, "select 1", 0, 0, 0);
  }
}

void right_ternary(sqlite3* db) {
  const pid_t pid = fork();
  const int rows = pid != 0 ? sqlite3_exec(db, "select 1", 0, 0, 0) : 0;
  if (pid == 0) _exit(rows);
}

void by_ternary(sqlite3* db) {
  const pid_t pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  const int rows = pid ? 0 : sqlite3_exec(db, "select 1", 0, 0, 0);
  if (pid == 0) _exit(rows);
}

void by_flag(sqlite3* db) {
  const pid_t pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  const bool is_child = pid == 0;
  if (is_child) sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right_flag(sqlite3* db) {
  const pid_t pid = fork();
  const bool is_child = pid == 0;
  if (is_child) exit(0);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void by_field(struct child* child, sqlite3* db) {
  child->pid = fork();  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (child->pid == 0) sqlite3_exec(db, "select 1", 0, 0, 0);
}

void right_field(struct child* child, sqlite3* db) {
  child->pid = fork();
  if (child->pid == 0) _exit(0);
  sqlite3_exec(db, "select 1", 0, 0, 0);
}

void by_retry(sqlite3* db) {
  pid_t pid;
  while ((pid = fork()) == -1) sleep(1);  // finding: sqlite-handle-forked: connection 'db' is opened before fork and used in the child
  if (pid == 0) sqlite3_exec(db, "select 1", 0, 0, 0);
}
