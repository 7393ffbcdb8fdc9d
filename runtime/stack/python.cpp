// Which Python is in the process, and who can read its frames; see python.h.
#include "runtime/stack/python.h"

#include <atomic>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/text.h"
#include "runtime/stack/module.h"
#include "runtime/stack/python_3_11.h"

namespace lanyard::stack {

namespace {

/// What the shim calls in the interpreter. All of it works without the GIL.
struct Interpreter {
  std::atomic<bool> found{false};
  void* (*thread_state)() = nullptr;  // PyGILState_GetThisThreadState
  int (*is_finalizing)() = nullptr;   // Py_IsFinalizing (3.13), _Py_IsFinalizing (3.7)
  const char* version = nullptr;      // Py_GetVersion(), "3.11.2 (main, ...) [GCC 12.2.0]"
  bool readable = false;
};

constinit Interpreter interpreter;
constinit std::atomic<unsigned long long> searched{0};

void search() {
  using GetVersion = const char* (*)();
  const unsigned long long loads = load_count();
  if (searched.exchange(loads + 1, std::memory_order_relaxed) == loads + 1) return;
  GetVersion version = nullptr;
  void* state = nullptr;
  void* finalizing = nullptr;
  find_module([&](const Module& module) {
    state = module.find("PyGILState_GetThisThreadState");
    version = reinterpret_cast<GetVersion>(module.find("Py_GetVersion"));
    finalizing = module.find("Py_IsFinalizing");
    if (!finalizing) finalizing = module.find("_Py_IsFinalizing");
    return state && version;
  });
  if (!state || !version) return;
  const char* text = version();
  Locked locked(locks.python);
  interpreter.thread_state = reinterpret_cast<void* (*)()>(state);
  interpreter.is_finalizing = reinterpret_cast<int (*)()>(finalizing);
  interpreter.version = text;
  interpreter.readable = !std::strncmp(text, "3.11.", 5);
  interpreter.found.store(true, std::memory_order_release);
}

}  // namespace

char* PythonText::reserve(std::size_t size) { return size <= left_ ? next_ : nullptr; }

void PythonText::keep(std::size_t used) {
  next_ += used;
  left_ -= used;
}

bool has_python() {
  if (!interpreter.found.load(std::memory_order_acquire)) search();
  return interpreter.found.load(std::memory_order_acquire);
}

void walk_python(PythonStack& stack, PythonText& text) {
  if (!has_python()) return;
  const void* state = interpreter.thread_state();
  stack.finalizing = interpreter.is_finalizing && interpreter.is_finalizing();
  if (state && interpreter.readable) python_3_11::walk(state, stack, text);
}

std::string_view unread_python() {
  if (!has_python() || interpreter.readable) return "";
  return head(interpreter.version, std::strcspn(interpreter.version, " "));
}

}  // namespace lanyard::stack
