// The shim's own lock: one word and the kernel's futex.
//
// A pthread mutex would do, but ours must work before any constructor ran, must be
// resettable in a forked child, and must never reach an interposed pthread function
// of another preloaded tool.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace lanyard {

/// A mutual exclusion lock. Constant-initialised, not recursive. Never hold one while
/// calling the dynamic linker (dl*), SQLite or the program.
class Lock {
 public:
  void lock() {
    int seen = kFree;
    if (word_.compare_exchange_strong(seen, kHeld, std::memory_order_acquire)) return;
    while (word_.exchange(kContended, std::memory_order_acquire) != kFree)
      syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, kContended, nullptr, nullptr, 0);
  }

  void unlock() {
    if (word_.exchange(kFree, std::memory_order_release) == kContended)
      syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

  /// Makes it free, whoever holds it. Returns whether somebody did.
  bool reset() { return word_.exchange(kFree) != kFree; }

 private:
  enum : int { kFree, kHeld, kContended };
  std::atomic<int> word_{kFree};
};

/// Holds a Lock for a scope.
class Locked {
 public:
  explicit Locked(Lock& lock) : lock_(lock) { lock_.lock(); }
  ~Locked() { lock_.unlock(); }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;

 private:
  Lock& lock_;
};

/// Every lock of the shim, in the order in which a fork takes them all: a child must not
/// inherit one that a thread held which the child does not have. `modules` is the
/// outermost; no other is taken while one is held, but `threads` under `handles`.
struct Locks {
  Lock modules;  // see stack/module.h
  Lock report;
  Lock handles;
  Lock threads;
  Lock libraries;
  Lock depot;
  Lock scratch;
  Lock python;
  Lock landmarks;
  Lock program_path;

  void lock_all();
  void unlock_all();

  /// In a child that was forked without lock_all(), before it takes any: makes all of them
  /// free. Returns whether one was held, so that what it guards may be half changed.
  bool reset_all();

 private:
  template <typename Each>
  void each(Each each);
};
extern constinit Locks locks;

}  // namespace lanyard
