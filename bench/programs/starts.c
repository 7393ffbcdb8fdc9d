/* How long it takes to start a program and wait for its end: as it is, and with each of some
 * libraries preloaded, in turn. Prints a line a round, of nanoseconds: without, then with each.
 *
 *     starts ROUNDS PROGRAM [LIBRARY]...
 *
 * posix_spawn, and nothing of a shell, whose own work would be most of the time.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { kMost = 8 };

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Nanoseconds; the programs that are measured need no environment of ours. */
static long long start(char *program, char *preload) {
  char *arguments[] = {program, NULL}, *environment[] = {preload, NULL};
  const long long before = now();
  pid_t child;
  int status = 0;
  if (posix_spawn(&child, program, NULL, NULL, arguments, environment) != 0 ||
      waitpid(child, &status, 0) != child || status != 0) {
    fprintf(stderr, "starts: %s does not start, or fails\n", program);
    exit(1);
  }
  return now() - before;
}

int main(int argc, char **argv) {
  const int rounds = argc < 3 ? 0 : atoi(argv[1]);
  const int variants = argc - 2;
  if (rounds <= 0 || variants > kMost) {
    fprintf(stderr, "usage: starts ROUNDS PROGRAM [LIBRARY]...\n");
    return 2;
  }
  char preload[kMost][4096];
  for (int i = 1; i < variants; i++)
    snprintf(preload[i], sizeof preload[i], "LD_PRELOAD=%s", argv[i + 2]);
  for (int round = 0; round < rounds; round++) {
    long long taken[kMost];
    for (int i = 0; i < variants; i++) {
      const int each = round % 2 ? variants - 1 - i : i;
      taken[each] = start(argv[2], each ? preload[each] : NULL);
    }
    for (int i = 0; i < variants; i++) printf("%lld%c", taken[i], i + 1 < variants ? ' ' : '\n');
  }
  return 0;
}
