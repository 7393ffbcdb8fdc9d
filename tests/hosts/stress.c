// Many threads, each on connections of its own: no report, and after the first round the shim maps
// no more memory. Then one of them uses the main thread's statement as well: its calls are counted
// to the last one, and nothing else is.
//
// RUN: %cc -O1 -rdynamic %s -I%S/Inputs -o %t -lsqlite3 -lpthread -ldl
// RUN: env LD_PRELOAD=%shim timeout 300 %t 64 100000 2>%t.err && test ! -s %t.err
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 300 %t 64 100000 wrong; test $? = 66
// RUN: %python %S/Inputs/show_result.py %t.log.*.jsonl | %FileCheck %s

// CHECK: start
// CHECK-NEXT: violation 1 cross-thread-use sqlite3_bind_int 100000 statement 'select ?1' serialized thread {{[0-9]+}} home 1
// CHECK-NEXT: violation 2 cross-thread-use sqlite3_step 100000 statement
// CHECK-NEXT: violation 3 cross-thread-use sqlite3_reset 100000 statement
// CHECK-NEXT: end {'violations': 3, 'uses': 300000, 'at_exit': 0, 'unreported': 0

// The arguments: threads, operations a thread, "wrong" for the use of a foreign statement. With
// UNMEASURED the shim's memory is left to the sanitizers.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

enum { kRounds = 10, kHandles = 16, kScratch = 512 * 1024 };

static int threads, operations;
static sqlite3_stmt* foreign;
static pthread_barrier_t all_have_handles;

// The program stands before the shim in the dynamic linker's scope: the shim gets its memory here,
// and who asks is known by the return address. malloc does not come this way.
static atomic_long shim_bytes, shim_scratches;

#ifndef UNMEASURED
__attribute__((visibility("default"))) void* mmap(void* at, size_t size, int protection, int flags,
                                                  int file, off_t offset) {
  Dl_info asker;
  if (dladdr(__builtin_return_address(0), &asker) && strstr(asker.dli_fname, "liblanyard")) {
    // A buffer for a report in progress; there are never more than threads.
    if (size == kScratch)
      ++shim_scratches;
    else
      shim_bytes += (long)size;
  }
  return (void*)syscall(SYS_mmap, at, size, protection, flags, file, offset);
}
#endif

/// Adds the numbers below `count` in SQL, a step each; every so often on a new statement, or a new
/// connection.
static void work(int count) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 + 1");
  for (int i = 0; i < count; ++i) {
    if (i % 64 == 63) {
      REQUIRE(!sqlite3_finalize(statement));
      if (i % 1024 == 1023) {
        REQUIRE(!sqlite3_close(db));
        db = opened(":memory:");
      }
      statement = prepared(db, "select ?1 + 1");
    }
    REQUIRE(!sqlite3_bind_int(statement, 1, i));
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    REQUIRE(sqlite3_column_int(statement, 0) == i + 1);
    REQUIRE(!sqlite3_reset(statement));
  }
  // close_v2 first: the statement's end is the connection's.
  REQUIRE(!sqlite3_close_v2(db));
  REQUIRE(!sqlite3_finalize(statement));
}

static void* run(void* unused) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statements[kHandles];
  for (int i = 0; i < kHandles; ++i) statements[i] = prepared(db, "select 1");
  // So that each round has as many live handles at once as the others.
  pthread_barrier_wait(&all_have_handles);
  for (int i = 0; i < kHandles; ++i) REQUIRE(!sqlite3_finalize(statements[i]));
  REQUIRE(!sqlite3_close(db));
  work(operations / kRounds);
  return unused;
}

static void* misbehave(void* unused) {
  for (int i = 0; i < operations / kRounds; ++i) {
    REQUIRE(!sqlite3_bind_int(foreign, 1, i));
    REQUIRE(sqlite3_step(foreign) == SQLITE_ROW);
    REQUIRE(!sqlite3_reset(foreign));
  }
  return run(unused);
}

static void round_of_threads(void) {
  pthread_t started[threads];
  for (int i = 0; i < threads; ++i)
    REQUIRE(!pthread_create(&started[i], NULL, i || !foreign ? run : misbehave, NULL));
  for (int i = 0; i < threads; ++i) REQUIRE(!pthread_join(started[i], NULL));
}

int main(int count, char** arguments) {
  REQUIRE(count == 3 || count == 4);
  threads = atoi(arguments[1]);
  operations = atoi(arguments[2]);
  REQUIRE(!pthread_barrier_init(&all_have_handles, NULL, (unsigned)threads));
  sqlite3* db = opened(":memory:");
  if (count == 4) foreign = prepared(db, "select ?1");
  long after_first = 0;
  for (int i = 0; i < kRounds; ++i) {
    round_of_threads();
    if (!i) after_first = shim_bytes;
  }
#ifndef UNMEASURED
  REQUIRE(after_first > 0);
#endif
  REQUIRE(shim_bytes == after_first && shim_scratches <= threads + 1);
  REQUIRE(!sqlite3_finalize(foreign));
  REQUIRE(!sqlite3_close(db));
}
