// Stands in for Boost.Thread: what the fixtures use, as Boost declares it.
#pragma once
#pragma GCC system_header
namespace boost {
class thread {
 public:
  thread() noexcept;
  template <class F>
  explicit thread(F&& f) {}
  template <class F, class Arg, class... Args>
  thread(F&& f, Arg&& arg, Args&&... args) {}
  thread(thread&&) noexcept;
  ~thread();
  void join();
  bool joinable() const noexcept;

 private:
  void* thread_info;
};
class thread_group {
 public:
  thread_group();
  ~thread_group();
  template <typename F>
  thread* create_thread(F threadfunc) {
    return nullptr;
  }
  void join_all();

 private:
  void* threads;
};
class mutex {
 public:
  mutex();
  void lock();
  void unlock();
};
template <typename Mutex>
class lock_guard {
 public:
  explicit lock_guard(Mutex& m);
  ~lock_guard();
};
template <typename Mutex>
class unique_lock {
 public:
  explicit unique_lock(Mutex& m);
  ~unique_lock();
  void lock();
  void unlock();
};
class shared_mutex {
 public:
  void lock();
  void unlock();
  void lock_shared();
  void unlock_shared();
};
template <typename Mutex>
class shared_lock {
 public:
  explicit shared_lock(Mutex& m);
  ~shared_lock();
};
}  // namespace boost
