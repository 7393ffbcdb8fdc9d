// RUN: %check --policy exclusive %s
// The connection of a statement, and a connection's next statement, are one object with it.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* argument) {
  sqlite3_stmt* statement = argument;
  sqlite3_exec(sqlite3_db_handle(statement), "commit", NULL, NULL, NULL);
  return NULL;
}

static void* finish(void* argument) {
  sqlite3_stmt* statement = sqlite3_next_stmt(argument, NULL);
  sqlite3_finalize(statement);
  return NULL;
}

int main(void) {
  sqlite3 *db, *other;
  sqlite3_stmt *statement, *second;
  pthread_t thread, finisher;
  sqlite3_open("a.db", &db);
  sqlite3_open("b.db", &other);
  sqlite3_prepare_v2(db, "select 1", -1, &statement, NULL);
  sqlite3_prepare_v2(other, "select 1", -1, &second, NULL);
  pthread_create(&thread, NULL, work, statement);  // finding(exclusive): sqlite-handle-shared: statement 'statement' is used by this thread and by the one started here
  pthread_create(&finisher, NULL, finish, other);  // finding(exclusive): sqlite-handle-shared: connection 'other' is used by this thread and by the one started here
  sqlite3_exec(db, "begin", NULL, NULL, NULL);
  sqlite3_step(second);
  pthread_join(thread, NULL);
  pthread_join(finisher, NULL);
  return 0;
}
