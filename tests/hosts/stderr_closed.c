// A program that closes stderr may get its number for its database (sqlite.org/
// howtocorrupt.html, 1.1): the shim must not write a report into that.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db
// RUN: env LD_PRELOAD=%shim %t %t.db; test $? = 66
// RUN: %not grep -a lanyard %t.db
// RUN: test "$(cat %t.db)" = "the program's own"

// Nor may the program die of SIGPIPE where nobody reads its stderr any more.
// RUN: env LD_PRELOAD=%shim %t; test $? = 66
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

static void give_stderr_to_a_file(const char* path) {
  const char* text = "the program's own";
  close(STDERR_FILENO);
  if (open(path, O_RDWR | O_CREAT, 0600) != STDERR_FILENO) _Exit(98);
  if (write(STDERR_FILENO, text, strlen(text)) < 0) _Exit(97);
}

static void give_stderr_to_nobody(void) {
  int ends[2];
  if (pipe(ends) || dup2(ends[1], STDERR_FILENO) < 0 || close(ends[0])) _Exit(96);
}

int main(int count, char** arguments) {
  if (count == 2)
    give_stderr_to_a_file(arguments[1]);
  else
    give_stderr_to_nobody();
  on_another_thread(use, opened(":memory:"));
}
