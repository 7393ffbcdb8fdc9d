// The folder of the results goes away while the program runs: the next report says so in one
// line and goes to stderr; nothing is created elsewhere.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/log %t %t.dir 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// RUN: test ! -e %t.dir

// CHECK: lanyard: cannot write to the result file '{{.*}}.jsonl': No such file or directory; what cannot be written there goes to stderr
// CHECK-NEXT: lanyard: cross-thread-use: sqlite3_errcode
// CHECK: lanyard: cross-thread-use: sqlite3_total_changes
// CHECK-NOT: cannot

// So does a file of the same name that somebody else has put there: it is left alone.
// RUN: mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/log %t %t.dir replace 2>%t.err; test $? = 66
// RUN: grep 'cannot write to the result file .*: Stale file handle' %t.err
// RUN: test "$(cat %t.dir/log.*.jsonl)" = "somebody else's"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

static sqlite3* db;
static int is_replaced;

static void take_results(const char* folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/log.%d.jsonl", folder, getpid());
  if (is_replaced) {
    // Beside it first, since a free inode number is used again at once.
    char other[4096];
    snprintf(other, sizeof other, "%s/other", folder);
    FILE* file = fopen(other, "w");
    REQUIRE(file && fputs("somebody else's", file) >= 0 && !fclose(file));
    REQUIRE(!rename(other, path));
  } else {
    REQUIRE(!unlink(path) && !rmdir(folder));
  }
}

static void* use(void* folder) {
  sqlite3_changes(db);
  take_results(folder);
  sqlite3_errcode(db);
  sqlite3_total_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count >= 2);
  is_replaced = count == 3;
  db = opened(":memory:");
  on_another_thread(use, arguments[1]);
}
