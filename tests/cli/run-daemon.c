// A daemon outlives the command that started it: the command says so and keeps the place where
// the daemon's results go to.
//
// RUN: %cc -g %s -o %t -lsqlite3
// RUN: rm -f %t.go %t.db && mkfifo %t.go
// RUN: env TMPDIR=%T %lanyard run -- %t %t.go %t.db >%t.out 2>%t.err
// RUN: grep -c 'lanyard run: 1 process of the command still running: .*lanyard report .*/lanyard' %t.err | grep -x 1
// RUN: sh -c 'exec 3>%t.go; echo >&3' && grep -x done %t.go
// RUN: files=$(sed -n 's/.*`lanyard report \([^`]*\)`.*/\1/p' %t.err)
// RUN: { %lanyard report $files >%t.later; test $? = 1; } && rm -r "$(dirname "$files")"
// RUN: %FileCheck %s <%t.later
//
// CHECK: lanyard: use-after-fork: sqlite3_exec on a connection to run-daemon.c.tmp.db
// CHECK: forked
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

/// The reader of a FIFO waits for its writer, so each side knows when the other has come.
static void meet(const char* path, int flags, const char* word, size_t size) {
  char byte;
  const int file = open(path, flags);
  if (flags == O_RDONLY)
    while (read(file, &byte, 1) == 1 && byte != '\n') continue;
  else
    (void)!write(file, word, size);
  close(file);
}

int main(int count, char** arguments) {
  sqlite3* db;
  if (count != 3 || sqlite3_open(arguments[2], &db)) return 1;
  sqlite3_exec(db, "create table t(v)", NULL, NULL, NULL);
  if (daemon(1, 0)) return 2;
  meet(arguments[1], O_RDONLY, NULL, 0);
  sqlite3_exec(db, "insert into t values (1)", NULL, NULL, NULL);
  meet(arguments[1], O_WRONLY, "done\n", 5);
  return 0;
}
