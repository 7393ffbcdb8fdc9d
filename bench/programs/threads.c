/* What a call costs when each of some threads has a connection of its own: prints nanoseconds of
 * CPU time a call, the threads' own, so that waiting for a core does not count.
 *
 *     threads THREADS LOOPS
 *
 * A loop is five calls: bind, step, two columns, reset.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { kMost = 64, kCalls = 5 };

static int loops;
static pthread_barrier_t together;

static void check(int is_right) {
  if (is_right) return;
  fprintf(stderr, "threads: a call fails\n");
  exit(1);
}

static long long own_time(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *work(void *taken) {
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  check(sqlite3_open(":memory:", &database) == SQLITE_OK);
  check(sqlite3_prepare_v2(database, "SELECT ?1, 2", -1, &statement, NULL) == SQLITE_OK);
  pthread_barrier_wait(&together);
  const long long before = own_time();
  for (int i = 0; i < loops; i++) {
    sqlite3_bind_int(statement, 1, i);
    check(sqlite3_step(statement) == SQLITE_ROW);
    check(sqlite3_column_int(statement, 0) + sqlite3_column_int(statement, 1) == i + 2);
    sqlite3_reset(statement);
  }
  *(long long *)taken = own_time() - before;
  pthread_barrier_wait(&together);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return NULL;
}

int main(int argc, char **argv) {
  const int count = argc == 3 ? atoi(argv[1]) : 0;
  loops = argc == 3 ? atoi(argv[2]) : 0;
  if (count <= 0 || count > kMost || loops <= 0) {
    fprintf(stderr, "usage: threads THREADS LOOPS\n");
    return 2;
  }
  pthread_t threads[kMost];
  long long taken[kMost], sum = 0;
  pthread_barrier_init(&together, NULL, (unsigned)count);
  for (int i = 0; i < count; i++) check(!pthread_create(&threads[i], NULL, work, &taken[i]));
  for (int i = 0; i < count; i++) {
    pthread_join(threads[i], NULL);
    sum += taken[i];
  }
  printf("%.3f\n", (double)sum / count / loops / kCalls);
  return 0;
}
