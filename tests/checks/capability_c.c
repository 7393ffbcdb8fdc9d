// RUN: %check --policy exclusive %s
// The same attributes in C: a lock behind functions that nobody here sees.
#include <pthread.h>
#include <sqlite3.h>

#define LOCKABLE __attribute__((capability("mutex")))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))

struct LOCKABLE mutex {
  int word;
};
void mutex_lock(struct mutex* which) ACQUIRE(which);
void mutex_unlock(struct mutex* which) RELEASE(which);
int mutex_trylock(struct mutex* which) TRY_ACQUIRE(0, which);

static struct mutex right_mutex, wrong_mutex;
static sqlite3 *right_db, *wrong_db;

void right_lock(void) ACQUIRE(right_mutex);
void right_unlock(void) RELEASE(right_mutex);

static void right_use(void) REQUIRES(right_mutex);
static void right_use(void) { sqlite3_exec(right_db, "select 1", 0, 0, 0); }

static void* right(void* none) {
  mutex_lock(&right_mutex);
  right_use();
  mutex_unlock(&right_mutex);
  if (mutex_trylock(&right_mutex) == 0) {
    right_use();
    right_unlock();
  }
  return none;
}

static void* wrong(void* none) {
  mutex_lock(&wrong_mutex);
  mutex_unlock(&wrong_mutex);
  sqlite3_exec(wrong_db, "select 1", 0, 0, 0);
  return none;
}

int main(void) {
  pthread_t first, second;
  sqlite3_open("right.db", &right_db);
  sqlite3_open("wrong.db", &wrong_db);
  pthread_create(&first, 0, right, 0);
  // finding(exclusive): sqlite-handle-shared: connection 'wrong_db' is used by this thread and by the one started here
  pthread_create(&second, 0, wrong, 0);
  right_lock();
  right_use();
  right_unlock();
  mutex_lock(&wrong_mutex);
  sqlite3_exec(wrong_db, "select 1", 0, 0, 0);
  mutex_unlock(&wrong_mutex);
  pthread_join(first, 0);
  pthread_join(second, 0);
  return 0;
}
