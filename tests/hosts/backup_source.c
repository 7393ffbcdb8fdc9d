// A backup reads a second connection, its source. On another thread than the source's, that is a
// use of it (owner); while its own thread is inside, a breach in multi-thread mode, and what SQLite
// allows in serialized mode; after a fork it is the parent's.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t after serialized 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=OWNER %s <%t.err
// OWNER: lanyard: cross-thread-use: sqlite3_backup_init on a connection to a database in memory (serialized)
// OWNER-NEXT: used by thread 2
// OWNER: home thread 1
// OWNER: lanyard: 1 violation, 1 use
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t inside multi 2>%t.err; test $? = 66
// RUN: %FileCheck --check-prefix=INSIDE %s <%t.err
// INSIDE: lanyard: concurrent-use: sqlite3_backup_init on a connection to a database in memory (multi-thread)
// INSIDE: inside it already: thread 1 {{.*}}, in sqlite3_exec
// INSIDE: lanyard: 1 violation, 1 use
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t after multi 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t after serialized 2>&1 | %not grep lanyard
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %t inside serialized 2>&1 | %not grep lanyard
// A thread that owns both is alone with them.
// RUN: env LD_PRELOAD=%shim %t own serialized 2>&1 | %not grep lanyard
// RUN: env LD_PRELOAD=%shim %t own multi 2>&1 | %not grep lanyard
//
// Refused, it makes no backup.
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=misuse:exitcode=0 %t refused multi 2>/dev/null
//
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=serialized %t fork serialized 2>%t.err
// RUN: %FileCheck --check-prefix=FORK %s <%t.err
// FORK: lanyard: use-after-fork: sqlite3_backup_init on a connection to a database in memory
// FORK: lanyard: 1 violation, 1 use
#include <semaphore.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "asleep.h"

static sqlite3* source;
static sem_t inside, done;
static volatile int backup_thread;
static int is_refused, is_multi;

/// Holds the first thread inside its call until the other has begun, or waits for the mutex.
static void hold(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count, (void)values;
  sem_post(&inside);
  if (is_multi)
    sem_wait(&done);
  else
    await_sleep(&backup_thread);
  sqlite3_result_int(context, 1);
}

static void* copy(void* waits) {
  sqlite3* target = opened(":memory:");
  if (waits) sem_wait(&inside);
  backup_thread = kernel_id();
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
  sem_post(&done);
  REQUIRE((backup == NULL) == is_refused);
  REQUIRE(sqlite3_backup_finish(backup) == SQLITE_OK);
  REQUIRE(!sqlite3_close(target));
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 3);
  const char* mode = arguments[1];
  is_refused = !strcmp(mode, "refused");
  is_multi = !strcmp(arguments[2], "multi");
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                    (is_multi ? SQLITE_OPEN_NOMUTEX : SQLITE_OPEN_FULLMUTEX);
  REQUIRE(!sqlite3_open_v2(":memory:", &source, flags, NULL));
  REQUIRE(!sqlite3_create_function(source, "hold", 0, SQLITE_UTF8, NULL, hold, NULL, NULL));
  pthread_t thread;
  if (!strcmp(mode, "inside")) {
    REQUIRE(!pthread_create(&thread, NULL, copy, &source));
    REQUIRE(!sqlite3_exec(source, "select hold()", NULL, NULL, NULL));
    REQUIRE(!pthread_join(thread, NULL));
  } else if (!strcmp(mode, "own")) {
    copy(NULL);
  } else if (!strcmp(mode, "fork")) {
    const pid_t child = fork();
    if (!child) return copy(NULL) != NULL;
    int status;
    REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status));
  } else {
    on_another_thread(copy, NULL);
  }
  REQUIRE(!sqlite3_close(source));
}
