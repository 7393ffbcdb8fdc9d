// RUN: %check --policy exclusive %s
// Locks and guards of the program's own whose bodies nobody here sees: the attributes tell what
// they take and give back.
#include <sqlite3.h>

#include <thread>

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define ACQUIRE_SHARED(...) __attribute__((acquire_shared_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define RETURN_CAPABILITY(x) __attribute__((lock_returned(x)))

class CAPABILITY("mutex") Mutex {
 public:
  Mutex();
  void Lock() ACQUIRE();
  void ReaderLock() ACQUIRE_SHARED();
  void Unlock() RELEASE();
  bool TryLock() TRY_ACQUIRE(true);

 private:
  int word_;
};

struct Adopt {};
struct Defer {};

class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex* mutex) ACQUIRE(mutex);
  MutexLock(Mutex* mutex, Adopt) REQUIRES(mutex);
  MutexLock(Mutex* mutex, Defer) EXCLUDES(mutex);
  ~MutexLock() RELEASE();
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
};

class Store {
 public:
  Store() { sqlite3_open("app.db", &db_); }
  void lock() ACQUIRE(mutex_);
  void unlock() RELEASE(mutex_);
  Mutex* mutex() RETURN_CAPABILITY(mutex_);
  void lock_by_accessor() ACQUIRE(mutex());

  void by_guard() {
    MutexLock lock(&mutex_);
    use();
  }
  void by_method() {
    mutex_.Lock();
    use();
    mutex_.Unlock();
  }
  void by_function() {
    lock();
    use();
    unlock();
  }
  void by_accessor() {
    lock_by_accessor();
    use();
    unlock();
  }
  void by_trying() {
    if (!mutex_.TryLock()) return;
    use();
    mutex_.Unlock();
  }
  void by_adopting() {
    mutex_.Lock();
    MutexLock lock(&mutex_, Adopt());
    use();
  }
  void by_deferring() {
    MutexLock lock(&mutex_, Defer());
    lock.Lock();
    use();
    lock.Unlock();
  }
  void too_early() {
    { MutexLock lock(&mutex_); }
    use();
  }
  void given_back() {
    MutexLock lock(&mutex_);
    lock.Unlock();
    use();
  }
  void never_locked() {
    MutexLock lock(&mutex_, Defer());
    use();
  }
  void tried_in_vain() {
    if (mutex_.TryLock()) mutex_.Unlock();
    use();
  }
  void as_reader() {
    mutex_.ReaderLock();
    use();
    mutex_.Unlock();
  }

 private:
  void use() { sqlite3_exec(db_, "insert into t values (1)", nullptr, nullptr, nullptr); }
  Mutex mutex_;
  sqlite3* db_ = nullptr;
};

void right() {
  Store store;
  std::thread worker([&store] {
    store.by_guard();
    store.by_method();
    store.by_function();
    store.by_accessor();
    store.by_trying();
  });
  store.by_adopting();
  store.by_deferring();
  store.as_reader();
  worker.join();
}

void wrong(int which) {
  Store store;
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread first([&store] { store.too_early(); });
  store.by_guard();
  first.join();
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread second([&store] { store.given_back(); });
  store.by_guard();
  second.join();
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread third([&store] { store.never_locked(); });
  store.by_guard();
  third.join();
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here
  std::thread fourth([&store] { store.tried_in_vain(); });
  store.by_guard();
  fourth.join();
  // finding(exclusive): sqlite-handle-shared: connection 'Store::db_' is used by this thread and by the one started here, each time under a shared lock, which lets other readers in
  std::thread fifth([&store] { store.as_reader(); });
  store.as_reader();
  fifth.join();
}
