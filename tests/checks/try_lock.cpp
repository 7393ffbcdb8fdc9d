// RUN: %check --policy exclusive %s
// A lock that was tried is held where the answer says so, and only there.
#include <pthread.h>
#include <sqlite3.h>

#include <chrono>
#include <mutex>
#include <thread>

static std::mutex mutex;
static std::timed_mutex timed;
static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;

static void use(sqlite3* db) { sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr); }

static void tried(sqlite3* db) {
  if (mutex.try_lock()) {
    use(db);
    mutex.unlock();
  }
}

static void kept(sqlite3* db) {
  std::unique_lock<std::mutex> lock(mutex, std::try_to_lock);
  if (!lock.owns_lock()) return;
  use(db);
}

static void deferred(sqlite3* db, bool now) {
  std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
  if (now && lock.try_lock()) use(db);
}

static void other_side(sqlite3* db) {
  if (mutex.try_lock())
    mutex.unlock();
  else
    use(db);
}

static void never_asked(sqlite3* db) {
  std::unique_lock<std::mutex> lock(mutex, std::try_to_lock);
  use(db);
}

static void waited(sqlite3* db) {
  const bool taken = timed.try_lock_for(std::chrono::seconds(1));
  if (!taken) return;
  use(db);
  timed.unlock();
}

static void posix(sqlite3* db) {
  const int error = pthread_mutex_trylock(&plain);
  if (error != 0) return;
  use(db);
  pthread_mutex_unlock(&plain);
}

static void posix_wrong(sqlite3* db) {
  if (pthread_mutex_trylock(&plain)) use(db);
}

int main() {
  sqlite3 *a = nullptr, *b = nullptr, *c = nullptr, *d = nullptr, *e = nullptr, *f = nullptr;
  sqlite3_open("a.db", &a);
  sqlite3_open("b.db", &b);
  sqlite3_open("c.db", &c);
  sqlite3_open("d.db", &d);
  sqlite3_open("e.db", &e);
  sqlite3_open("f.db", &f);
  std::thread first(tried, a), second(kept, a);
  deferred(a, true);
  std::thread third(other_side, b);  // finding(exclusive): sqlite-handle-shared: connection 'b' is used by this thread and by the one started here
  tried(b);
  std::thread fourth(never_asked, c);  // finding(exclusive): sqlite-handle-shared: connection 'c' is used by this thread and by the one started here
  kept(c);
  std::thread fifth(waited, d);
  waited(d);
  std::thread sixth(posix, e);
  posix(e);
  std::thread seventh(posix_wrong, f);  // finding(exclusive): sqlite-handle-shared: connection 'f' is used by this thread and by the one started here
  posix(f);
  for (std::thread* each : {&first, &second, &third, &fourth, &fifth, &sixth, &seventh})
    each->join();
}
