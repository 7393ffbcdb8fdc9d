// Unwinding with libgcc's unwinder, linked statically and hidden: a tool that exports
// _Unwind_* hijacks the whole process.
#include "runtime/stack/native.h"

#include <unwind.h>

#include <atomic>

#include "runtime/base/lock.h"
#include "runtime/stack/module.h"

namespace lanyard::stack {

namespace {

constexpr std::size_t kDeepest = 512;  // frames looked at, whether kept or not

// Functions of CPython 3.11 that allocate an object the collector tracks. They run no
// other Python code than the collector's own, so a call of SQLite below one of them was
// made by a destructor that the collector ran. The collector's own functions have no
// dynamic symbols, and compilers inline some of these into others.
constexpr std::string_view kAllocators[] = {
    "_PyObject_GC_Link", "_PyObject_GC_New",  "_PyObject_GC_NewVar", "PyType_GenericAlloc",
    "PyDict_New",        "PyTuple_New",       "PyList_New",          "PyGC_Collect",
    "PyCell_New",        "PyFunction_New",    "PyMethod_New",        "PyCFunction_NewEx",
    "PyCMethod_New",     "_PyTuple_FromArray"};
constexpr std::size_t kAllocatorCount = sizeof(kAllocators) / sizeof(kAllocators[0]);

/// The places that tell how a call came about.
struct Landmarks {
  Range exit;
  Range collectors[kAllocatorCount];
};

constinit Landmarks landmarks;
constinit std::atomic<unsigned long long> looked{0};

void find_landmarks() {
  const unsigned long long loads = load_count();
  if (looked.load(std::memory_order_acquire) == loads + 1) return;
  Landmarks found;
  find_module([&](const Module& module) {
    if (!found.exit.end && module.soname() == "libc.so.6") found.exit = module.extent("exit");
    if (!found.collectors[0].end && module.find("PyGILState_GetThisThreadState"))
      for (std::size_t i = 0; i < kAllocatorCount; ++i)
        found.collectors[i] = module.extent(kAllocators[i]);
    return false;
  });
  Locked locked(locks.landmarks);
  landmarks = found;
  looked.store(loads + 1, std::memory_order_release);
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
  for (const Range& collector : walk.marks.collectors)
    if (collector.contains(pc)) walk.stack.in_collector = true;
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
