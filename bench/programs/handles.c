/* What live handles cost: memory, and the time of a call as they become more.
 *
 *     handles COUNT CALLS    COUNT statements, then CALLS calls on them in turn
 *
 * Prints private memory in KiB before SQLite is called, and when a connection is open; how many KiB
 * the statements added; and nanoseconds of CPU time a call.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *database;

static void check(int is_right) {
  if (is_right) return;
  fprintf(stderr, "handles: a call fails\n");
  exit(1);
}

/* What this process has written, and shares with none. */
static long private_kib(void) {
  char line[256];
  long kib = -1;
  FILE *file = fopen("/proc/self/smaps_rollup", "r");
  check(file != NULL);
  while (kib < 0 && fgets(line, sizeof line, file)) sscanf(line, "Private_Dirty: %ld", &kib);
  fclose(file);
  check(kib >= 0);
  return kib;
}

static sqlite3_stmt *prepare(void) {
  sqlite3_stmt *statement = NULL;
  check(sqlite3_prepare_v2(database, "SELECT 1", -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static double call_all(sqlite3_stmt **statements, long count, long calls) {
  struct timespec before, after;
  long sum = 0;
  unsigned long long at = 1;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  for (long i = 0; i < calls; i++) {
    at = at * 6364136223846793005ULL + 1442695040888963407ULL;
    sum += sqlite3_column_count(statements[(at >> 33) % (unsigned long long)count]);
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  check(sum == calls);
  return ((double)(after.tv_sec - before.tv_sec) * 1e9 + (double)(after.tv_nsec - before.tv_nsec)) /
         (double)calls;
}

int main(int argc, char **argv) {
  const long count = argc == 3 ? atol(argv[1]) : -1;
  const long calls = argc == 3 ? atol(argv[2]) : -1;
  if (count < 0 || calls < 0 || (calls > 0 && count == 0)) {
    fprintf(stderr, "usage: handles COUNT CALLS\n");
    return 2;
  }
  const size_t bytes = ((size_t)count + 1) * sizeof(sqlite3_stmt *);
  void *memory = malloc(bytes);
  sqlite3_stmt **statements = (sqlite3_stmt **)memory;
  check(statements != NULL);
  memset(memory, 1, bytes); /* written, so that it counts */
  const long idle = private_kib();
  check(sqlite3_open(":memory:", &database) == SQLITE_OK);
  sqlite3_finalize(prepare());
  const long before = private_kib();
  for (long i = 0; i < count; i++) statements[i] = prepare();
  const long added = private_kib() - before;
  printf("%ld %ld %ld %.3f\n", idle, before, added,
         calls ? call_all(statements, count, calls) : 0.0);
  for (long i = 0; i < count; i++) sqlite3_finalize(statements[i]);
  free(memory);
  return sqlite3_close(database) != SQLITE_OK;
}
