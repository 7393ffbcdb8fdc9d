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
  Range end_python[2];                           // where it does not tell itself that it ends
  Range interpret;                               // _PyEval_EvalFrameDefault
  Range clear_weakrefs;                          // PyObject_ClearWeakRefs
  Range finalize, finalize_dying;                // PyObject_CallFinalizer, ...FromDealloc
  std::uintptr_t end_generator = 0;              // PyGen_Type.tp_dealloc
  Range call_method;                             // PyObject_VectorcallMethod
  Range collect;                                 // PyGC_Collect
  std::uintptr_t collectors[kMostCollectors]{};  // where Python's collector's functions start
  std::size_t collector_count = 0;
};

constinit Landmarks landmarks;
constinit std::atomic<std::uintptr_t> deallocator{0};
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

void find_python(const Module& module, Landmarks& found) {
  constexpr std::size_t kDealloc = 48;  // PyTypeObject.tp_dealloc, in every release
  if (const void* type = module.find("PyGen_Type"))
    std::memcpy(&found.end_generator, static_cast<const char*>(type) + kDealloc,
                sizeof(found.end_generator));
  // Before 3.7 no function tells whether the interpreter is shutting down.
  if (!module.find("_Py_IsFinalizing") && !module.find("Py_IsFinalizing")) {
    found.end_python[0] = module.extent("Py_Finalize");
    found.end_python[1] = module.extent("Py_FinalizeEx");
  }
  found.interpret = module.extent("_PyEval_EvalFrameDefault");
  found.clear_weakrefs = module.extent("PyObject_ClearWeakRefs");
  found.finalize = module.extent("PyObject_CallFinalizer");
  found.finalize_dying = module.extent("PyObject_CallFinalizerFromDealloc");
  found.call_method = module.extent("PyObject_VectorcallMethod");
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
    if (found.collect.end) return false;
    find_collectors(module, found);
    if (found.collect.end) find_python(module, found);
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

bool is_exit(const Landmarks& marks, std::uintptr_t pc) {
  return marks.exit.contains(pc) || marks.end_python[0].contains(pc) ||
         marks.end_python[1].contains(pc);
}

struct Walk {
  NativeStack& stack;
  Range shim;
  Landmarks marks;
  std::size_t seen = 0;
  bool has_called_method = false;  // by its name, since the interpreter was last entered
};

/// Notes a frame that tells that an object dies. The walk goes outwards, and the collector has
/// the last word: what called it does not matter.
void look_for_death(Walk& walk, _Unwind_Context* context, std::uintptr_t pc) {
  const Landmarks& marks = walk.marks;
  Death& death = walk.stack.death;
  const std::uintptr_t function = _Unwind_GetRegionStart(context);
  const bool collects = is_collector(marks, function, pc);
  if (marks.call_method.contains(pc)) walk.has_called_method = true;
  if (marks.interpret.contains(pc)) ++death.calls, walk.has_called_method = false;
  const bool deallocates = function == deallocator.load(std::memory_order_relaxed);
  const bool clears = marks.clear_weakrefs.contains(pc);
  const bool finalizes = marks.finalize.contains(pc) || marks.finalize_dying.contains(pc) ||
                         function == marks.end_generator;
  if (!collects && (walk.stack.in_collector || !(deallocates || clears || finalizes))) return;
  death.at = _Unwind_GetCFA(context);
  death.calls_inside = death.calls;
  death.frames = walk.stack.count;
  // What collects or deallocates runs callbacks itself, and finalizers too: one in C that runs
  // Python does it by the name of a method.
  death.runs_callbacks = clears || ((collects || deallocates) && !walk.has_called_method);
  if (collects) walk.stack.in_collector = true;
}

_Unwind_Reason_Code visit(_Unwind_Context* context, void* data) {
  Walk& walk = *static_cast<Walk*>(data);
  int before = 0;  // whether the address is that of an interrupted instruction
  std::uintptr_t pc = _Unwind_GetIPInfo(context, &before);
  if (!pc || ++walk.seen > kDeepest) return _URC_END_OF_STACK;
  if (!before) --pc;
  if (walk.shim.contains(pc)) return _URC_NO_REASON;
  if (is_exit(walk.marks, pc)) walk.stack.in_exit = true;
  look_for_death(walk, context, pc);
  if (walk.stack.count < walk.stack.capacity) walk.stack.pcs[walk.stack.count++] = pc;
  return _URC_NO_REASON;
}

}  // namespace

void know_deallocator(std::uintptr_t function) {
  deallocator.store(function, std::memory_order_relaxed);
}

bool knows_deallocator() { return deallocator.load(std::memory_order_relaxed); }

void walk_native(NativeStack& stack) {
  find_landmarks();
  locks.landmarks.lock();
  Walk walk{stack, shim_text(), landmarks};
  locks.landmarks.unlock();
  _Unwind_Backtrace(visit, &walk);
}

}  // namespace lanyard::stack
