// Stands in for C++ libraries: the classes and functions whose names the model knows and no other
// fixture uses, as far as the model looks at them.
#pragma once
#pragma GCC system_header
#include <chrono>
#include <utility>
namespace absl {
class Condition {};
}  // namespace absl
namespace boost {
class mutex {
 public:
  void lock();
  void unlock();
  bool try_lock();
 private:
  void* native;
};
}
namespace boost {
class recursive_mutex {
 public:
  void lock();
  void unlock();
  bool try_lock();
 private:
  void* native;
};
}
namespace boost {
class timed_mutex {
 public:
  void lock();
  void unlock();
  bool try_lock();
 private:
  void* native;
};
}
namespace boost {
class recursive_timed_mutex {
 public:
  void lock();
  void unlock();
  bool try_lock();
 private:
  void* native;
};
}
namespace boost {
class shared_mutex {
 public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
  bool try_lock();
 private:
  void* native;
};
}
namespace absl {
class Mutex {
 public:
  void Lock();
  void Unlock();
  void lock();
  void unlock();
  void WriterLock();
  void WriterUnlock();
  void LockWhen(const absl::Condition&);
  void WriterLockWhen(const absl::Condition&);
  void ReaderLockWhen(const absl::Condition&);
  void ReaderLock();
  void ReaderUnlock();
  void lock_shared();
  void unlock_shared();
  bool TryLock();
  bool try_lock();
  bool WriterTryLock();
  bool ReaderTryLock();
  bool try_lock_shared();
 private:
  void* native;
};
}
namespace tbb {
class spin_mutex {
 public:
  void lock();
  void unlock();
 private:
  void* native;
};
}
namespace tbb {
class mutex {
 public:
  void lock();
  void unlock();
 private:
  void* native;
};
}
namespace tbb {
namespace detail {
namespace d1 {
class spin_mutex {
 public:
  void lock();
  void unlock();
 private:
  void* native;
};
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
class mutex {
 public:
  void lock();
  void unlock();
 private:
  void* native;
};
}
}
}
namespace Poco {
class Mutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
 private:
  void* native;
};
}
namespace Poco {
class FastMutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
 private:
  void* native;
};
}
namespace Poco {
class SpinlockMutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
 private:
  void* native;
};
}
namespace Poco {
class RWLock {
 public:
  void writeLock();
  void unlock();
  void readLock();
  bool tryWriteLock();
 private:
  void* native;
};
}
class QMutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
  bool try_lock();
 private:
  void* native;
};
class QBasicMutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
  bool try_lock();
 private:
  void* native;
};
class QRecursiveMutex {
 public:
  void lock();
  void unlock();
  bool tryLock();
 private:
  void* native;
};
class QReadWriteLock {
 public:
  void lockForWrite();
  void unlock();
  void lockForRead();
  bool tryLockForWrite();
  bool tryLockForRead();
 private:
  void* native;
};
namespace boost {
struct defer_lock_t {};
constexpr defer_lock_t defer_lock{};
template <typename Mutex>
class unique_lock {
 public:
  explicit unique_lock(Mutex& mutex);
  unique_lock(Mutex& mutex, defer_lock_t);
  ~unique_lock();
  void lock();
  bool try_lock();
  void unlock();

 private:
  Mutex* mutex_;
};
template <typename Mutex>
class shared_lock {
 public:
  explicit shared_lock(Mutex& mutex);
  ~shared_lock();
  void lock();
  void unlock();

 private:
  Mutex* mutex_;
};
template <typename Mutex>
class strict_lock {
 public:
  explicit strict_lock(Mutex& mutex);
  ~strict_lock();

 private:
  Mutex* mutex_;
};
namespace interprocess {
template <typename Mutex>
class scoped_lock {
 public:
  explicit scoped_lock(Mutex& mutex);
  ~scoped_lock();

 private:
  Mutex* mutex_;
};
}  // namespace interprocess
}  // namespace boost
namespace Poco {
template <typename M>
class ScopedLockWithUnlock {
 public:
  explicit ScopedLockWithUnlock(M& mutex);
  ~ScopedLockWithUnlock();
  void unlock();

 private:
  M* mutex_;
};
class ScopedWriteRWLock {
 public:
  explicit ScopedWriteRWLock(RWLock& lock);
  ~ScopedWriteRWLock();

 private:
  RWLock* lock_;
};
class ScopedReadRWLock {
 public:
  explicit ScopedReadRWLock(RWLock& lock);
  ~ScopedReadRWLock();

 private:
  RWLock* lock_;
};
}  // namespace Poco
namespace absl {
class MutexLock {
 public:
  explicit MutexLock(Mutex* mutex);
  ~MutexLock();

 private:
  Mutex* mutex_;
};
class WriterMutexLock {
 public:
  explicit WriterMutexLock(Mutex* mutex);
  ~WriterMutexLock();

 private:
  Mutex* mutex_;
};
class ReaderMutexLock {
 public:
  explicit ReaderMutexLock(Mutex* mutex);
  ~ReaderMutexLock();

 private:
  Mutex* mutex_;
};
class MutexLockMaybe {
 public:
  explicit MutexLockMaybe(Mutex* mutex);
  ~MutexLockMaybe();

 private:
  Mutex* mutex_;
};
class ReleasableMutexLock {
 public:
  explicit ReleasableMutexLock(Mutex* mutex);
  ~ReleasableMutexLock();
  void Release();

 private:
  Mutex* mutex_;
};
}  // namespace absl
class QMutexLocker {
 public:
  explicit QMutexLocker(QMutex* lock);
  ~QMutexLocker();
  void unlock();
  void relock();

 private:
  QMutex* lock_;
};
class QWriteLocker {
 public:
  explicit QWriteLocker(QReadWriteLock* lock);
  ~QWriteLocker();
  void unlock();
  void relock();

 private:
  QReadWriteLock* lock_;
};
class QReadLocker {
 public:
  explicit QReadLocker(QReadWriteLock* lock);
  ~QReadLocker();
  void unlock();
  void relock();

 private:
  QReadWriteLock* lock_;
};
namespace tbb {
template <typename... Arguments>
void parallel_for(Arguments&&...) {}
}
namespace tbb {
template <typename... Arguments>
void parallel_for_each(Arguments&&...) {}
}
namespace tbb {
template <typename... Arguments>
void parallel_do(Arguments&&...) {}
}
namespace tbb {
template <typename... Arguments>
void parallel_reduce(Arguments&&...) {}
}
namespace tbb {
template <typename... Arguments>
void parallel_scan(Arguments&&...) {}
}
namespace tbb {
template <typename... Arguments>
void parallel_sort(Arguments&&...) {}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... Arguments>
void parallel_for(Arguments&&...) {}
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... Arguments>
void parallel_for_each(Arguments&&...) {}
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... Arguments>
void parallel_reduce(Arguments&&...) {}
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... Arguments>
void parallel_scan(Arguments&&...) {}
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... Arguments>
void parallel_sort(Arguments&&...) {}
}
}
}
namespace tbb {
class task_group {
 public:
  template <typename F>
  void run(F&&) {}
  template <typename F>
  void run_and_wait(F&&) {}

 private:
  void* context;
};
class task_arena {
 public:
  template <typename F>
  void enqueue(F&&) {}

 private:
  void* arena;
};
}
namespace tbb {
template <typename... F>
void parallel_invoke(F&&...) {}
}
namespace tbb {
namespace detail {
namespace d1 {
class task_group {
 public:
  template <typename F>
  void run(F&&) {}
  template <typename F>
  void run_and_wait(F&&) {}

 private:
  void* context;
};
class task_arena {
 public:
  template <typename F>
  void enqueue(F&&) {}

 private:
  void* arena;
};
}
}
}
namespace tbb {
namespace detail {
namespace d1 {
template <typename... F>
void parallel_invoke(F&&...) {}
}
}
}
namespace httplib {
struct Request {};
struct Response {};
class Server {
 public:
  template <typename F>
  Server& Get(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& Post(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& Put(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& Patch(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& Delete(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& Options(const char*, F&&) {
    return *this;
  }
  template <typename F>
  Server& set_pre_routing_handler(F&&) {
    return *this;
  }
  template <typename F>
  Server& set_post_routing_handler(F&&) {
    return *this;
  }
  template <typename F>
  Server& set_error_handler(F&&) {
    return *this;
  }
  template <typename F>
  Server& set_exception_handler(F&&) {
    return *this;
  }

 private:
  void* sockets;
};
}  // namespace httplib
namespace boost {
template <typename T>
class scoped_thread {
 public:
  template <typename F>
  explicit scoped_thread(F&&) {}
  ~scoped_thread();

 private:
  void* thread;
};
template <typename T>
class future {
 public:
  ~future();
  T get();

 private:
  void* state;
};
template <typename F>
future<void> async(F&&) {
  return {};
}
}  // namespace boost
namespace asio {
class thread_pool {
 public:
  explicit thread_pool(int);
  ~thread_pool();

 private:
  void* services;
};
}
namespace asio {
template <typename Executor, typename F>
void post(Executor&, F&&) {}
}
namespace asio {
template <typename Executor, typename F>
void dispatch(Executor&, F&&) {}
}
namespace asio {
template <typename Executor, typename F>
void defer(Executor&, F&&) {}
}
namespace boost {
namespace asio {
class thread_pool {
 public:
  explicit thread_pool(int);
  ~thread_pool();

 private:
  void* services;
};
}
}
namespace boost {
namespace asio {
template <typename Executor, typename F>
void post(Executor&, F&&) {}
}
}
namespace boost {
namespace asio {
template <typename Executor, typename F>
void dispatch(Executor&, F&&) {}
}
}
namespace boost {
namespace asio {
template <typename Executor, typename F>
void defer(Executor&, F&&) {}
}
}
namespace Poco {
class Runnable {
 public:
  virtual ~Runnable();
  virtual void run() = 0;
};
class Thread {
 public:
  Thread();
  ~Thread();
  template <typename F>
  void startFunc(F&&) {}

 private:
  void* data;
};
class ThreadPool {
 public:
  ThreadPool();
  ~ThreadPool();
  void start(Runnable& target);
  void startWithPriority(int priority, Runnable& target);

 private:
  void* threads;
};
template <typename Result, typename Argument, typename Owner>
class ActiveMethod {
 public:
  ActiveMethod(Owner* object, Result (Owner::*method)(const Argument&));
  int operator()(const Argument& argument);

 private:
  Owner* owner;
};
}  // namespace Poco
class QRunnable {
 public:
  virtual ~QRunnable();
  virtual void run() = 0;
};
class QThreadPool {
 public:
  QThreadPool();
  ~QThreadPool();
  void start(QRunnable* runnable);
  bool tryStart(QRunnable* runnable);
  void startOnReservedThread(QRunnable* runnable);

 private:
  void* threads;
};
class QThread {
 public:
  QThread();
  virtual ~QThread();

 private:
  void* data;
};
namespace Qt {
enum ConnectionType { AutoConnection, DirectConnection, QueuedConnection };
}
class QObject {
 public:
  virtual ~QObject();
  void moveToThread(QThread* thread);

 private:
  void* data;
};
class QMetaObject {
 public:
  static bool invokeMethod(QObject* object, const char* member, Qt::ConnectionType type);
};
class QTimer {
 public:
  template <typename F>
  static void singleShot(int, const QObject* receiver, F&&) {}
};
template <typename T>
class QFuture {
 public:
  QFuture();
  ~QFuture();

 private:
  void* state;
};
namespace QtConcurrent {
template <typename Sequence, typename F>
QFuture<void> map(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
QFuture<void> mapped(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
QFuture<void> mappedReduced(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
QFuture<void> filter(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
QFuture<void> filtered(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
QFuture<void> filteredReduced(Sequence&&, F&&) {
  return {};
}
template <typename Sequence, typename F>
void blockingMap(Sequence&&, F&&) {}
template <typename Sequence, typename F>
void blockingMapped(Sequence&&, F&&) {}
template <typename Sequence, typename F>
void blockingMappedReduced(Sequence&&, F&&) {}
template <typename Sequence, typename F>
void blockingFilter(Sequence&&, F&&) {}
template <typename Sequence, typename F>
void blockingFiltered(Sequence&&, F&&) {}
template <typename Sequence, typename F>
void blockingFilteredReduced(Sequence&&, F&&) {}
}  // namespace QtConcurrent
