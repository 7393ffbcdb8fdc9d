// RUN: %check --policy exclusive %s
// A reader of a POSIX read-write lock keeps writers out, and no other reader.
#define _GNU_SOURCE
#include <pthread.h>
#include <sqlite3.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void* reads(void* db) {
  pthread_rwlock_rdlock(&lock);
  sqlite3_exec(db, "select 1", 0, 0, 0);
  pthread_rwlock_unlock(&lock);
  return 0;
}

static void* writes(void* db) {
  pthread_rwlock_wrlock(&lock);
  sqlite3_exec(db, "delete from t", 0, 0, 0);
  pthread_rwlock_unlock(&lock);
  return 0;
}

static void* too_late(void* db) {
  pthread_rwlock_rdlock(&lock);
  pthread_rwlock_unlock(&lock);
  sqlite3_exec(db, "select 1", 0, 0, 0);
  return 0;
}

int main(void) {
  pthread_t first, second, third;
  sqlite3 *a = 0, *b = 0, *c = 0;
  sqlite3_open("a.db", &a);
  sqlite3_open("b.db", &b);
  sqlite3_open("c.db", &c);
  pthread_create(&first, 0, writes, a);
  reads(a);
  pthread_create(&second, 0, reads, b);  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  reads(b);
  pthread_create(&third, 0, too_late, c);  // finding(exclusive): sqlite-handle-shared: connection 'c' is used by this thread and by the one started here
  writes(c);
  pthread_join(first, 0);
  pthread_join(second, 0);
  pthread_join(third, 0);
  return 0;
}
