// Programs that do much of one thing at once, each for the seconds that it is given: what SQLite
// answers is required to be right at every step, so that the status alone tells whether anything
// changed.
//
//     storm forks|ends|threads|signals|loads|violations SECONDS [PLUGIN]
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

enum { kWorkers = 3, kBatch = 250, kThreads = 10000 };

static double end;
static atomic_int is_over;
static atomic_long rounds;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int goes_on(void) { return now() < end; }

/// Opens, asks, closes: on the calling thread's own.
static void ask(void) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1 + 1");
  for (int i = 0; i < 5; ++i) {
    REQUIRE(!sqlite3_bind_int(statement, 1, i));
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    REQUIRE(sqlite3_column_int(statement, 0) == i + 1);
    REQUIRE(!sqlite3_reset(statement));
  }
  REQUIRE(sqlite3_close(db) == SQLITE_BUSY);
  REQUIRE(!sqlite3_finalize(statement));
  REQUIRE(!sqlite3_close(db));
  ++rounds;
}

// Held by those who are inside SQLite: a child of a fork that comes in between may use SQLite.
static pthread_rwlock_t inside = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static void* keep_asking(void* is_gated) {
  while (!is_over) {
    if (is_gated) REQUIRE(!pthread_rwlock_rdlock(&inside));
    ask();
    if (is_gated) REQUIRE(!pthread_rwlock_unlock(&inside));
  }
  return NULL;
}

static void start_workers(pthread_t* workers, void* is_gated) {
  for (int i = 0; i < kWorkers; ++i)
    REQUIRE(!pthread_create(&workers[i], NULL, keep_asking, is_gated));
}

static void join_workers(const pthread_t* workers) {
  is_over = 1;
  for (int i = 0; i < kWorkers; ++i) REQUIRE(!pthread_join(workers[i], NULL));
  is_over = 0;
}

// Forks: what a child may do with SQLite when other threads are anywhere in it, and what it may
// when none is.

static void leave(int way) {
  if (way % 3 == 0) exit(0);
  if (way % 3 == 1) _exit(0);
  execl("/bin/true", "true", NULL);
  _exit(98);
}

static void in_child(void (*run)(sqlite3_stmt*), sqlite3_stmt* statement, int way) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (!child) {
    run(statement);
    leave(way);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status) && (!WEXITSTATUS(status) || WEXITSTATUS(status) == 66));
}

static void use_inherited(sqlite3_stmt* statement) {
  // Its connection is no other thread's, and these calls take no lock but that connection's.
  REQUIRE(!sqlite3_bind_int(statement, 1, 3));
  REQUIRE(!sqlite3_reset(statement));
}

static void use_own(sqlite3_stmt* unused) {
  (void)unused;
  ask();
  ask();
}

static void storm_of_forks(void) {
  sqlite3* db = opened(":memory:");
  sqlite3_stmt* statement = prepared(db, "select ?1");
  pthread_t workers[kWorkers];
  for (int way = 0; goes_on(); ++way) {
    // `way` counts all combinations through.
    void* const is_gated = way / 3 % 2 ? &inside : NULL;
    start_workers(workers, is_gated);
    for (int i = 0; i < 20; ++i) {
      if (is_gated) REQUIRE(!pthread_rwlock_wrlock(&inside));
      in_child(is_gated ? use_own : use_inherited, statement, way);
      if (is_gated) REQUIRE(!pthread_rwlock_unlock(&inside));
    }
    join_workers(workers);
  }
  REQUIRE(!sqlite3_finalize(statement) && !sqlite3_close(db));
}

// Ends of threads: handles that the destructors of thread-specific data close, threads that nobody
// waits for, and those that still run when the process ends.

static pthread_key_t handle_key;

static void close_late(void* db) {
  sqlite3_stmt* statement = prepared(db, "select 4");
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  REQUIRE(!sqlite3_close_v2(db));
  REQUIRE(!sqlite3_finalize(statement));
}

static void* end_with_handle(void* unused) {
  REQUIRE(!pthread_setspecific(handle_key, opened(":memory:")));
  ask();
  return unused;
}

static void storm_of_ends(void) {
  REQUIRE(!pthread_key_create(&handle_key, close_late));
  pthread_attr_t detached;
  REQUIRE(!pthread_attr_init(&detached));
  REQUIRE(!pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED));
  while (goes_on()) {
    pthread_t threads[16], unknown;
    for (int i = 0; i < 16; ++i) REQUIRE(!pthread_create(&threads[i], NULL, end_with_handle, NULL));
    // They may all be alive still: no more than the joined ones let through.
    for (int i = 0; i < 4; ++i) {
      const int error = pthread_create(&unknown, &detached, end_with_handle, NULL);
      REQUIRE(!error || error == EAGAIN);
    }
    for (int i = 0; i < 16; ++i) REQUIRE(!pthread_join(threads[i], NULL));
  }
  // These are in the middle of it when main returns.
  pthread_t unknown;
  for (int i = 0; i < kWorkers; ++i)
    REQUIRE(!pthread_create(&unknown, &detached, keep_asking, NULL));
}

// Many threads: ten thousand, some hundreds at once.

static void* ask_once(void* unused) {
  ask();
  return unused;
}

static void storm_of_threads(void) {
  pthread_attr_t small;
  REQUIRE(!pthread_attr_init(&small));
  REQUIRE(!pthread_attr_setstacksize(&small, 256 * 1024));
  do {
    for (int started = 0; started < kThreads; started += kBatch) {
      pthread_t threads[kBatch];
      for (int i = 0; i < kBatch; ++i)
        REQUIRE(!pthread_create(&threads[i], &small, ask_once, NULL));
      for (int i = 0; i < kBatch; ++i) REQUIRE(!pthread_join(threads[i], NULL));
    }
  } while (goes_on());
}

// Signals: a handler that uses a statement of another thread's whatever it interrupts, by calls
// that neither allocate nor take a lock which the interrupted code could hold.

static sqlite3_stmt* shared;
static atomic_long signals;

static void use_in_handler(int signal) {
  (void)signal;
  sqlite3_column_count(shared);
  sqlite3_stmt_readonly(shared);
  sqlite3_data_count(shared);
  ++signals;
}

static void storm_of_signals(void) {
  sqlite3* db = NULL;
  REQUIRE(!sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL));
  shared = prepared(db, "select 1");
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = use_in_handler;
  action.sa_flags = SA_RESTART;
  REQUIRE(!sigaction(SIGALRM, &action, NULL));
  pthread_t workers[kWorkers];
  start_workers(workers, NULL);
  const struct itimerval often = {{0, 500}, {0, 500}};
  REQUIRE(!setitimer(ITIMER_REAL, &often, NULL));
  while (goes_on()) {
    for (int i = 0; i < kWorkers; ++i) REQUIRE(!pthread_kill(workers[i], SIGALRM));
    ask();
  }
  const struct itimerval never = {{0, 0}, {0, 0}};
  REQUIRE(!setitimer(ITIMER_REAL, &never, NULL));
  join_workers(workers);
  REQUIRE(signals > 10);
  REQUIRE(!sqlite3_finalize(shared) && !sqlite3_close(db));
}

// Loads: a library that uses SQLite comes and goes while others use it.

static void storm_of_loads(const char* plugin) {
  pthread_t workers[kWorkers];
  start_workers(workers, NULL);
  for (int flags = RTLD_NOW; goes_on(); flags ^= RTLD_NOW ^ RTLD_LAZY) {
    void* library = dlopen(plugin, flags | RTLD_LOCAL);
    REQUIRE(library);
    int (*plugin_ask)(int) = (int (*)(int))dlsym(library, "plugin_ask");
    REQUIRE(plugin_ask && plugin_ask(20) == 21);
    REQUIRE(!dlclose(library));
  }
  join_workers(workers);
}

// Violations without an end, for whoever kills the process.

static void* misuse(void* statement) {
  for (int i = 0; !is_over; ++i) {
    sqlite3_bind_int(statement, 1, i);
    sqlite3_reset(statement);
    if (i % 16 == 0) ask();
  }
  return NULL;
}

static void storm_of_violations(void) {
  sqlite3* db = opened(":memory:");
  pthread_t threads[kWorkers];
  sqlite3_stmt* statements[kWorkers];
  for (int i = 0; i < kWorkers; ++i) statements[i] = prepared(db, "select ?1");
  for (int i = 0; i < kWorkers; ++i)
    REQUIRE(!pthread_create(&threads[i], NULL, misuse, statements[i]));
  while (goes_on()) usleep(1000);
  is_over = 1;
  for (int i = 0; i < kWorkers; ++i) REQUIRE(!pthread_join(threads[i], NULL));
}

int main(int count, char** arguments) {
  REQUIRE(count >= 3);
  const char* what = arguments[1];
  end = now() + strtod(arguments[2], NULL);
  if (!strcmp(what, "forks")) storm_of_forks();
  if (!strcmp(what, "ends")) storm_of_ends();
  if (!strcmp(what, "threads")) storm_of_threads();
  if (!strcmp(what, "signals")) storm_of_signals();
  if (!strcmp(what, "loads")) storm_of_loads(arguments[3]);
  if (!strcmp(what, "violations")) storm_of_violations();
  printf("%s\n", what);
  fprintf(stderr, "%ld rounds\n", rounds);
  return 5;
}
