// Unwinding with libgcc's unwinder, linked statically and hidden: a tool that exports
// _Unwind_* hijacks the whole process.
#include "runtime/stack/native.h"

#include <unwind.h>

#include <atomic>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constexpr std::size_t kDeepest = 512;  // frames looked at, whether kept or not

// What PyGC_Collect calls directly, at the most.
constexpr std::size_t kMostCollectors = 8;

/// The places that tell how a call came about.
struct Landmarks {
  Range exit;
  Range collect;                                 // PyGC_Collect
  std::uintptr_t collectors[kMostCollectors]{};  // where Python's collector's functions start
  std::size_t collector_count = 0;
};

constinit Landmarks landmarks;
constinit std::atomic<unsigned long long> looked{0};

/// The target of the call instruction at `at`, or 0 where there is none. On x86-64 what is
/// found may be the middle of another instruction: a chance target is nobody's frame.
std::uintptr_t call_target(std::uintptr_t at) {
#if defined(__x86_64__)
  std::int32_t distance;
  if (*reinterpret_cast<const unsigned char*>(at) != 0xe8) return 0;
  std::memcpy(&distance, reinterpret_cast<const void*>(at + 1), sizeof(distance));
  return at + 5 + static_cast<std::uintptr_t>(static_cast<std::intptr_t>(distance));
#elif defined(__aarch64__)
  std::uint32_t instruction;
  std::memcpy(&instruction, reinterpret_cast<const void*>(at), sizeof(instruction));
  if (at % 4 || instruction >> 26 != 0x25) return 0;  // BL
  const auto distance = static_cast<std::int32_t>(instruction << 6) >> 4;
  return at + static_cast<std::uintptr_t>(static_cast<std::intptr_t>(distance));
#else
  (void)at;
  return 0;
#endif
}

/// Finds the functions of Python's garbage collector. They have no dynamic symbols, but
/// PyGC_Collect has, and it calls them: whatever makes the collector run, a call of SQLite
/// below one of them was made by a destructor that the collector ran. What it calls that
/// has a symbol is something else (it saves the error indicator).
void find_collectors(const Module& module, Landmarks& found) {
  found.collect = module.extent("PyGC_Collect");
  constexpr std::size_t kCallSize = 5;  // bytes of the longest call instruction
  for (std::uintptr_t at = found.collect.begin; at + kCallSize <= found.collect.end; ++at) {
    const std::uintptr_t target = call_target(at);
    if (found.collector_count < kMostCollectors && module.text().contains(target) &&
        !module.symbol_at(target))
      found.collectors[found.collector_count++] = target;
  }
}

void find_landmarks() {
  const unsigned long long loads = load_count();
  if (looked.load(std::memory_order_acquire) == loads + 1) return;
  Landmarks found;
  find_module([&](const Module& module) {
    if (!found.exit.end && module.soname() == "libc.so.6") found.exit = module.extent("exit");
    if (!found.collect.end) find_collectors(module, found);
    return false;
  });
  Locked locked(locks.landmarks);
  landmarks = found;
  looked.store(loads + 1, std::memory_order_release);
}

bool is_collector(const Landmarks& marks, std::uintptr_t function, std::uintptr_t pc) {
  for (std::size_t i = 0; i < marks.collector_count; ++i)
    if (marks.collectors[i] == function) return true;
  return marks.collect.contains(pc);
}

struct Walk {
  NativeStack& stack;
  Range shim;
  Landmarks marks;
  std::size_t seen = 0;
};

_Unwind_Reason_Code visit(_Unwind_Context* context, void* data) {
  Walk& walk = *static_cast<Walk*>(data);
  int before = 0;  // whether the address is that of an interrupted instruction
  std::uintptr_t pc = _Unwind_GetIPInfo(context, &before);
  if (!pc || ++walk.seen > kDeepest) return _URC_END_OF_STACK;
  if (!before) --pc;
  if (walk.shim.contains(pc)) return _URC_NO_REASON;
  if (walk.marks.exit.contains(pc)) walk.stack.in_exit = true;
  if (is_collector(walk.marks, _Unwind_GetRegionStart(context), pc)) walk.stack.in_collector = true;
  if (walk.stack.count < walk.stack.capacity) walk.stack.pcs[walk.stack.count++] = pc;
  return _URC_NO_REASON;
}

}  // namespace

void walk_native(NativeStack& stack) {
  find_landmarks();
  locks.landmarks.lock();
  Walk walk{stack, shim_text(), landmarks};
  locks.landmarks.unlock();
  _Unwind_Backtrace(visit, &walk);
}

}  // namespace lanyard::stack
