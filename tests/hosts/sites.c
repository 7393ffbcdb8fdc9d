// sites=1 lists every place that calls SQLite, once, however often and on however many threads
// it does; not what SQLite calls itself, nor what is not run.
//
// RUN: %cc -g %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=sites=1:exitcode=0:policy=exclusive:log_path=%t.log %t
// RUN: %python %S/Inputs/check_sites.py %lanyard %s parent: %t.log.*.jsonl
//
// A process that is killed leaves its sites, and so does a child, which has its own.
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=sites=1:exitcode=0:policy=exclusive:log_path=%t.log %t fork; test $? = 137
// RUN: %python %S/Inputs/check_sites.py %lanyard %s parent:child %t.log.*.jsonl
//
// Nothing is listed unless it is asked for.
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=exitcode=0:policy=exclusive:log_path=%t.log %t
// RUN: %not grep '"site"' %t.log.*.jsonl
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

static sqlite3* shared;

static void* query(void* unused) {
  for (int i = 0; i < 500; ++i)
    sqlite3_exec(shared, "select twice(1)", NULL, NULL, NULL);  // site: parent
  return unused;
}

static void twice(sqlite3_context* context, int count, sqlite3_value** values) {
  (void)count;
  sqlite3_exec(shared, "select 1", NULL, NULL, NULL);  // site: parent
  sqlite3_result_int(context, 2 * sqlite3_value_int(values[0]));
}

static void in_child(void) {
  sqlite3* db = NULL;
  sqlite3_open(":memory:", &db);  // site: child
  sqlite3_close(db);              // site: child
}

int main(int count, char** words) {
  (void)words;
  pthread_t threads[4];
  sqlite3_open(":memory:", &shared);                                         // site: parent
  sqlite3_create_function(shared, "twice", 1, SQLITE_UTF8, 0, twice, 0, 0);  // site: parent
  for (int i = 0; i < 4; ++i) pthread_create(&threads[i], NULL, query, NULL);
  for (int i = 0; i < 4; ++i) pthread_join(threads[i], NULL);
  if (count > 1) {
    const pid_t child = fork();
    if (child == 0) {
      in_child();
      _exit(0);
    }
    waitpid(child, NULL, 0);
    raise(SIGKILL);
  }
  if (count > 2) sqlite3_changes(shared);
  sqlite3_close(shared);  // site: end
  return 0;
}
