// Whether the dynamic linker is in the middle of something; see module.h.
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constinit std::atomic<const r_debug*> debugger_state{nullptr};
// The owner's kernel id in the linker's lock of its list of modules; two words before it stands
// the lock's own word (pthread_mutex_t of glibc, sysdeps/nptl/bits/struct_mutex.h).
constinit std::atomic<const volatile int*> list_owner{nullptr};
constexpr std::ptrdiff_t kLockBeforeOwner = 2;

/// The words of `state` that hold `number`, at most `capacity` of them.
std::size_t find_words(const Range& state, int number, const volatile int** found,
                       std::size_t capacity) {
  std::size_t count = 0;
  for (std::uintptr_t at = state.begin; at + sizeof(int) <= state.end; at += sizeof(int)) {
    const auto* word = reinterpret_cast<const volatile int*>(at);
    if (*word == number && count < capacity) found[count++] = word;
  }
  return count;
}

/// Finds the lock that dl_iterate_phdr holds. It has no name, but it lies in the linker's own
/// state, and while the calling thread iterates its owner is that thread; other words that hold
/// the same number do so afterwards too.
void find_list_lock() {
  constexpr std::size_t kMost = 16;
  const volatile int* found[kMost];
  std::size_t count = 0;
  Range state;
  find_module([&](const Module& module) {
    state = module.extent("_rtld_global");
    return state.end != 0;
  });
  const auto self = static_cast<int>(syscall(SYS_gettid));
  find_module([&](const Module&) {
    count = find_words(state, self, found, kMost);
    return true;
  });
  const volatile int* owner = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    if (*found[i] == self) continue;
    if (owner) return;  // one of two, and nobody knows which
    owner = found[i];
  }
  list_owner.store(owner, std::memory_order_relaxed);
}

}  // namespace

bool is_loader_busy() {
  const volatile int* owner = list_owner.load(std::memory_order_relaxed);
  if (owner && *(owner - kLockBeforeOwner)) return true;
  const r_debug* debug = debugger_state.load(std::memory_order_relaxed);
  return debug && *const_cast<const volatile decltype(debug->r_state)*>(&debug->r_state) !=
                      r_debug::RT_CONSISTENT;
}

void find_loader_state() {
  // The symbol _r_debug may be a copy in the program, which nobody keeps up to date.
  find_module([](const Module& program) {
    debugger_state.store(program.debugger_state(), std::memory_order_relaxed);
    return true;
  });
  find_list_lock();
}

}  // namespace lanyard::stack
