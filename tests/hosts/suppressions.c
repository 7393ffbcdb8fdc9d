// Suppressions: what they match is counted and not told, does not count against max_reports,
// and changes neither the exit status nor what the call does. Unused ones are named.
//
// RUN: %cc -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: printf '# all of it\n\ncross-thread-use:use_of_the_pool\t# in the pool\n*:no-such.db\n' > %t.supp
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp:on_violation=misuse %t > %t.out 2>%t.err
// RUN: %FileCheck --check-prefix=ALL --implicit-check-not={{.}} %s <%t.err
// RUN: grep -x 'changes 1' %t.out
// ALL: lanyard: suppression '*:no-such.db' ({{.*}}.supp:4) matched nothing
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp:log_path=%t.log %t 2>&1 | grep -x 'changes 1'
// RUN: %FileCheck --check-prefix=FILE %s <$(ls %t.log.*)
// FILE: "type":"start"
// FILE-NEXT: {"type":"suppression","pattern":"cross-thread-use:use_of_the_pool","hits":5}
// FILE-NEXT: {"type":"suppression","pattern":"*:no-such.db","hits":0}
// FILE-NEXT: {"type":"end","counts":{"violations":0,"uses":0,"at_exit":0,"unreported":0,"suppressed":5}}

// Only what the glob names: here one of the two functions. The other is the first that is
// told, and so within a max_reports of one.
// RUN: echo 'cross-thread-use:sqlite3_ch?nges' > %t.supp
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp:max_reports=1 %t 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=ONE %s <%t.err
// ONE-NOT: sqlite3_changes
// ONE: lanyard: cross-thread-use: sqlite3_errcode on a connection
// ONE: lanyard: 1 violation, 1 use on a wrong thread, 4 suppressed
// ONE-NOT: lanyard

// The database, by its path or its name, and the frames of where it was opened.
// RUN: for glob in '%t.db' '*.db' 'open_it' '*/suppressions.c.tmp' 'suppressions.c.tmp'; do \
// RUN:   echo "*:$glob" > %t.supp && \
// RUN:   env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp %t %t.db >/dev/null 2>%t.err && \
// RUN:   test ! -s %t.err || exit 1; \
// RUN: done

// A mistake, or no file, is one line; the program runs on, unchecked.
// RUN: printf '\nno colon here\n' > %t.supp
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp %t 2>%t.err | grep 'changes 1'
// RUN: %FileCheck --check-prefix=WRONG --implicit-check-not={{.}} %s <%t.err
// WRONG: lanyard: {{.*}}.supp:2: 'no colon here' has no colon; write RULE:GLOB; the program runs unchecked
// RUN: echo 'cross-thread:x' > %t.supp
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=%t.supp %t 2>&1 >/dev/null | %FileCheck --check-prefix=UNKNOWN %s
// UNKNOWN: lanyard: {{.*}}.supp:1: 'cross-thread:x' is for no rule; `lanyard explain` lists them, * is any; the program runs unchecked
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=/nowhere/x %t 2>&1 >/dev/null | %FileCheck --check-prefix=GONE %s
// GONE: lanyard: cannot read the suppressions '/nowhere/x': No such file or directory; the program runs unchecked
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=suppressions=/tmp %t 2>&1 >/dev/null | %FileCheck --check-prefix=FOLDER %s
// FOLDER: lanyard: cannot read the suppressions '/tmp': Is a directory; the program runs unchecked
#include "host.h"

static sqlite3* db;

void open_it(const char* file) {
  db = opened(file);
  REQUIRE(!sqlite3_exec(db, "create temp table t(x); insert into t values(1)", NULL, NULL, NULL));
}

void* use_of_the_pool(void* unused) {
  for (int i = 0; i < 4; ++i) printf(i ? "" : "changes %d\n", sqlite3_changes(db));
  sqlite3_errcode(db);
  return unused;
}

int main(int count, char** arguments) {
  open_it(count == 2 ? arguments[1] : ":memory:");
  on_another_thread(use_of_the_pool, NULL);
}
