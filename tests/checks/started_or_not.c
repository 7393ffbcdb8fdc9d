// RUN: %check --policy exclusive %s
// What guards the join is what guarded the start: the answer of pthread_create(), kept in a variable,
// or a question that is asked twice.
#include <pthread.h>
#include <sqlite3.h>

static void* work(void* db) {
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return 0;
}

void answer_kept(sqlite3* db) {
  pthread_t thread;
  int started;
  started = pthread_create(&thread, 0, work, db) == 0;
  if (started) pthread_join(thread, 0);
  work(db);
}

void failure_kept(sqlite3* db) {
  pthread_t thread;
  const int failed = pthread_create(&thread, 0, work, db) != 0;
  if (!failed) pthread_join(thread, 0);
  work(db);
}

void joined_when_not_started(sqlite3* db) {
  pthread_t thread;
  int started;
  started = pthread_create(&thread, 0, work, db) == 0;  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  if (!started) pthread_join(thread, 0);
  work(db);
}

void asked_twice(sqlite3* db, int count) {
  pthread_t thread;
  const int threaded = count > 1;
  if (threaded) {
    if (pthread_create(&thread, 0, work, db)) return;
  } else {
    work(db);
  }
  if (threaded) pthread_join(thread, 0);
  work(db);
}

void asked_of_a_parameter(sqlite3* db, int count) {
  pthread_t thread;
  if (count > 1) pthread_create(&thread, 0, work, db);
  if (count > 1) pthread_join(thread, 0);
  work(db);
}

void asked_of_another(sqlite3* db, int count) {
  pthread_t thread;
  if (count > 1) pthread_create(&thread, 0, work, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  if (count > 2) pthread_join(thread, 0);
  work(db);
}

void changed_meanwhile(sqlite3* db, int count) {
  pthread_t thread;
  if (count > 1) pthread_create(&thread, 0, work, db);  // finding(exclusive): sqlite-handle-shared: connection 'db' is used by this thread and by the one started here
  count = 1;
  if (count > 1) pthread_join(thread, 0);
  work(db);
}

int main(int argc, char** argv) {
  (void)argv;
  sqlite3* db = 0;
  sqlite3_open("app.db", &db);
  answer_kept(db);
  failure_kept(db);
  joined_when_not_started(db);
  asked_twice(db, argc);
  asked_of_a_parameter(db, argc);
  asked_of_another(db, argc);
  changed_meanwhile(db, argc);
  sqlite3_close(db);
  return 0;
}
