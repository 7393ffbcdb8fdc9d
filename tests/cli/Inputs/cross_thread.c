// Steps a statement on another thread as often as the first argument says. The second is
// the exit code, or "fork": a forked child does the same, or "exec": a new program does.
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void* step(void* statement) {
  sqlite3_step(statement);  // used here
  return NULL;
}

static inline __attribute__((always_inline)) void* step_inlined(void* statement) {
  step(statement);
  sqlite3_reset(statement);  // inlined here
  return NULL;
}

static void* work(void* statement) { return step_inlined(statement); }

static sqlite3_stmt* prepare(sqlite3* connection) {
  sqlite3_stmt* statement = NULL;
  sqlite3_prepare_v2(connection, "select 'one'", -1, &statement, NULL);  // made here
  return statement;
}

static void violate(int times) {
  sqlite3* connection;
  if (sqlite3_open(":memory:", &connection) != SQLITE_OK) exit(99);  // opened here
  sqlite3_stmt* statement = prepare(connection);
  while (times-- > 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, work, statement);  // started here
    pthread_join(thread, NULL);
  }
  sqlite3_finalize(statement);
  sqlite3_close(connection);
}

static int wait_for(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

int main(int count, char** words) {
  const int times = count > 1 ? atoi(words[1]) : 1;
  const char* how = count > 2 ? words[2] : "0";
  puts("the program's own output");
  fflush(stdout);
  pid_t child = strcmp(how, "fork") == 0 ? fork() : -1;
  violate(times);
  if (strcmp(how, "exec") == 0 && (child = fork()) == 0)
    execl(words[0], words[0], words[1], "0", (char*)NULL);
  return child > 0 ? wait_for(child) : atoi(how);
}
