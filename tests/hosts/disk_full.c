// No room for the results: one line says so, the reports go to stderr, and what stands in the
// file is whole lines. RLIMIT_FSIZE stands for a full disk; it raises SIGXFSZ besides, which
// must not end a program for a write that is not its own.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log:exitcode=0 %t %t.log 2>&1 | cat > %t.err
// RUN: %FileCheck %s <%t.err
// RUN: %FileCheck --check-prefix=FILE %s <$(ls %t.log.*)
// RUN: tail -c 1 %t.log.* | od -An -c | grep '\\n'

// CHECK: lanyard: cannot write to the result file '{{.*}}.jsonl': File too large; what cannot be written there goes to stderr
// CHECK-NEXT: lanyard: cross-thread-use: sqlite3_errcode
// CHECK: lanyard: cross-thread-use: sqlite3_total_changes
// CHECK-NOT: cannot write
// FILE: "type":"start"
// FILE-NEXT: "api":"sqlite3_changes"
// FILE-NEXT: {"type":"end","counts":{"violations":3,
// FILE-NOT: {"

// Not even the first line fits: the empty file tells its reader that something is amiss.
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log sh -c '%t; echo status $? >&2' 2>&1 | %FileCheck --check-prefix=NONE %s
// RUN: test ! -s %t.log.*
// NONE: lanyard: cannot write to the result file '{{.*}}.jsonl': File too large; what cannot be written there goes to stderr
// NONE-NEXT: lanyard: cross-thread-use: sqlite3_changes
// NONE: lanyard: 3 violations
// NONE-NEXT: status 66

// A full disk in truth, where the machine lets this user mount one.
// RUN: rm -rf %t.disk && mkdir %t.disk
// RUN: unshare -rm true || exit 0; unshare -rm sh -c 'mount -t tmpfs -o size=4k none %t.disk && LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.disk/log %t unlimited; status=$?; tail -c 1 %t.disk/* | od -An -c | grep "\\n" && exit $status' 2>%t.err >/dev/null; test $? = 66 && %FileCheck --check-prefix=FULL %s <%t.err
// FULL: lanyard: cannot write to the result file '{{.*}}.jsonl': No space left on device; what cannot be written there goes to stderr
// FULL-NEXT: lanyard: cross-thread-use:
//
// (Run with no argument for no room at all, with log_path for room until the first violation.)
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

static sqlite3* db;

/// Leaves files room for `size` bytes, and no more.
static void limit_files(off_t size) {
  const struct rlimit limit = {(rlim_t)size, RLIM_INFINITY};
  REQUIRE(!setrlimit(RLIMIT_FSIZE, &limit));
}

static off_t size_of_results(const char* log_path) {
  char path[4096];
  struct stat status;
  snprintf(path, sizeof path, "%s.%d.jsonl", log_path, getpid());
  REQUIRE(!stat(path, &status));
  return status.st_size;
}

static void* use(void* log_path) {
  sqlite3_changes(db);
  if (log_path && *(char*)log_path == '/') limit_files(size_of_results(log_path) + 100);
  sqlite3_errcode(db);
  sqlite3_total_changes(db);
  return NULL;
}

int main(int count, char** arguments) {
  if (count == 1) limit_files(0);
  db = opened(":memory:");
  on_another_thread(use, arguments[1]);
}
