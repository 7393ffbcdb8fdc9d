// A server of several processes: each child opens the database itself.
// right: owner
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store.h"

#define CHILDREN 4

static int serve(int number) {
  char name[32];
  int i;
  sqlite3* db = store_open();
  if (!db) return 1;
  for (i = 0; i != 100; ++i) {
    snprintf(name, sizeof name, "visitor %d of %d", i, number);
    store_visit(db, name);
  }
  sqlite3_close(db);
  return 0;
}

static int start(void) {
  int i;
  sqlite3* db = store_open();
  if (!db) return -1;
  store_prepare(db);
  // mutant inherit.1: drop
  // mutant inherit.2: drop
  // mutant inherit.3: drop
  sqlite3_close(db);
  for (i = 0; i != CHILDREN; ++i) {
    const pid_t child = fork();
    if (child < 0) return -1;
    if (child == 0) {
      // mutant inherit.1: add store_visit(db, "a child");
      // mutant inherit.2: add sqlite3_close(db);
      // mutant inherit.3: add sqlite3_exec(db, "DELETE FROM visit", 0, 0, 0);
      exit(serve(i));
    }
  }
  return 0;
}

int main(void) {
  int i;
  sqlite3* db;
  if (start() != 0) return 1;
  for (i = 0; i != CHILDREN; ++i) wait(NULL);
  db = store_open();
  if (!db) return 1;
  // mutant inherit.4: add if (fork() == 0) return store_visits(db);
  printf("%d visits\n", store_visits(db));
  sqlite3_close(db);
  return 0;
}
