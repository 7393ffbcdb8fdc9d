#pragma once
#pragma GCC system_header
namespace Poco {
template <class M>
class ScopedLock {
 public:
  explicit ScopedLock(M& mutex) : mutex_(mutex) {}
  ~ScopedLock() {}

 private:
  M& mutex_;
};
class Mutex {
 public:
  using ScopedLock = Poco::ScopedLock<Mutex>;
  Mutex();
  void lock();
  void unlock();
};
class FastMutex {
 public:
  using ScopedLock = Poco::ScopedLock<FastMutex>;
  FastMutex();
  void lock();
  void unlock();
};
}  // namespace Poco
