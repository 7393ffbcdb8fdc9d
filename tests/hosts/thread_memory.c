// What is known of a thread goes with it: 64 threads a round, each with a connection of its own,
// do not make the shim grow. Where a connection outlives its thread, the name does too.
//
// RUN: %cc -O1 %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log timeout 300 %t
// RUN: grep -c '"violations":0' %t.log.* | grep -x 1
#define _GNU_SOURCE
#include <malloc.h>
#include <string.h>

#include "host.h"

enum { kThreads = 64, kWarmUp = 200, kRounds = 1000 };

/// Resident memory in KiB. (Address space would say little: a buffer of half a MiB comes on top
/// whenever more threads than before happen to open at the same time.)
static long resident(void) {
  char line[256];
  long size = 0;
  FILE* status = fopen("/proc/self/status", "r");
  REQUIRE(status);
  while (fgets(line, sizeof(line), status))
    if (!strncmp(line, "VmRSS:", 6)) size = atol(line + 6);
  fclose(status);
  REQUIRE(size > 0);
  return size;
}

static void* work(void* unused) {
  sqlite3* db = opened(":memory:");
  REQUIRE(!sqlite3_finalize(prepared(db, "select 1")));
  REQUIRE(!sqlite3_close(db));
  return unused;
}

static void* do_nothing(void* unused) { return unused; }

static void run_round(void) {
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i)
    REQUIRE(!pthread_create(&threads[i], NULL, i % 8 ? work : do_nothing, NULL));
  for (int i = 0; i < kThreads; ++i) REQUIRE(!pthread_join(threads[i], NULL));
}

int main(void) {
  // One arena, so that the allocator's own growth does not depend on the threads' timing.
  REQUIRE(mallopt(M_ARENA_MAX, 1));
  for (int i = 0; i < kWarmUp; ++i) run_round();
  const long before = resident();
  for (int i = 0; i < kRounds; ++i) run_round();
  const long grown = resident() - before;
  // 56,000 threads that opened, 300 bytes each, are 16 MiB.
  if (grown > 6 * 1024) fprintf(stderr, "grown by %ld KiB\n", grown);
  REQUIRE(grown <= 6 * 1024);
}
