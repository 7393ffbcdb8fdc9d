// A program that closes stderr may get its number for its database (sqlite.org/
// howtocorrupt.html, 1.1): the shim must not write a report into that.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.db
// RUN: env LD_PRELOAD=%shim %t %t.db; test $? = 66
// RUN: %not grep -a lanyard %t.db
// RUN: test "$(cat %t.db)" = "the program's own"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

static void* use(void* db) {
  sqlite3_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  close(STDERR_FILENO);
  int file = open(arguments[1], O_RDWR | O_CREAT, 0600);
  if (file != STDERR_FILENO) return 98;
  const char* text = "the program's own";
  if (write(file, text, strlen(text)) < 0) return 97;
  on_another_thread(use, opened(":memory:"));
}
