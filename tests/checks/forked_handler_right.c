// RUN: %check %s
// The handler leaves the parent's connection as it is and forgets it; what the child uses it has
// opened itself. Handlers of the parent are none of the child's, and vfork() runs none.
#define _DEFAULT_SOURCE
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

static sqlite3* db;

static void commit(void) { sqlite3_exec(db, "commit", 0, 0, 0); }
// mutant inherit: write static void in_child(void) {}
static void in_child(void) { db = 0; }

int main(void) {
  sqlite3_open("app.db", &db);
  pthread_atfork(commit, commit, in_child);
  if (fork() == 0) {
    if (!db) sqlite3_open("app.db", &db);
    sqlite3_exec(db, "select 1", 0, 0, 0);
    _exit(0);
  }
  if (vfork() == 0) _exit(0);
  sqlite3_close(db);
}
