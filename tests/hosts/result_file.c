// The result file: for its owner only, never through a symbolic link, never over another
// file, every line valid JSON, and counts that are true at the end. stderr stays empty.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/log %t 2>%t.err; test $? = 66
// RUN: test ! -s %t.err
// RUN: stat -c %a %t.dir/log.*.jsonl | grep -x 600
// RUN: %python %S/Inputs/show_result.py %t.dir/log.*.jsonl | %FileCheck %s

// CHECK: start lanyard {{[0-9.]+}} pid=yes exe=yes sqlite=3.{{.*}}libsqlite3.so{{.*}} owner
// CHECK-NEXT: violation 1 cross-thread-use sqlite3_step 5 statement 'select 1' serialized thread 2 home 1 sqlite3_open
// CHECK-NEXT: end {'violations': 1, 'uses': 5, 'at_exit': 0, 'unreported': 0, 'suppressed': 0}

// A relative prefix is resolved where the program started, though it changes directory.
// RUN: cd %t.dir && env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=near %t chdir; test $? = 66
// RUN: %python %S/Inputs/show_result.py %t.dir/near.*.jsonl | %FileCheck %s

// A name that is taken, here by a symbolic link, is left alone.
// RUN: sh -c 'ln -s %t.dir/victim %t.dir/taken.$$.jsonl; export LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/taken; exec %t'; test $? = 66
// RUN: test ! -e %t.dir/victim
// RUN: %python %S/Inputs/show_result.py %t.dir/taken.*.2.jsonl | %FileCheck %s

// A directory that is not there: one line that says so, and the report on stderr.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=/nowhere/log %t 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=FAILS %s <%t.err
// FAILS: lanyard: cannot create the result file '/nowhere/log.{{[0-9]+}}.jsonl': No such file or directory; reports go to stderr. Check log_path
// FAILS-NEXT: lanyard: cross-thread-use:

// A process without SQLite leaves nothing.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/none true
// RUN: %not ls %t.dir/none.*
#include <unistd.h>

#include "host.h"

static void* step(void* statement) {
  for (int i = 0; i < 5; ++i) sqlite3_step(statement);
  return NULL;
}

int main(int count, char** arguments) {
  (void)arguments;
  sqlite3* db = opened(":memory:");
  if (count == 2) REQUIRE(!chdir("/"));
  sqlite3_stmt* statement = prepared(db, "select 1");
  on_another_thread(step, statement);
  sqlite3_finalize(statement);
  sqlite3_close(db);
}
