// RUN: %check %s
// What pthread_atfork has the child do is done in the child: closing a connection of the parent's
// is as wrong there as anywhere, be it to have none.
#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

static sqlite3* db;

static void before(void) { sqlite3_exec(db, "commit", 0, 0, 0); }

static void in_child(void) {
  sqlite3_close(db);  // step: used_there: closed in the child here, by sqlite3_close
  db = 0;
}

int main(void) {
  sqlite3_open("app.db", &db);  // step: created: connection 'db' is created here
  pthread_atfork(before, before, in_child);
  // finding: sqlite-handle-forked: connection 'db' is opened before fork and closed in the child
  // step: crosses: it goes to the child here, by fork
  if (fork() == 0) _exit(0);
  sqlite3_close(db);
}
