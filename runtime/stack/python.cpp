// Which Python is in the process, and who can read its frames; see python.h.
#include "runtime/stack/python.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/text.h"
#include "runtime/stack/module.h"
#include "runtime/stack/python_3_11.h"
#include "runtime/stack/python_3_12.h"
#include "runtime/stack/python_3_9.h"
#include "runtime/stack/python_walk.h"

namespace lanyard::stack {

namespace {

/// What the shim calls in the interpreter. All of it works without the GIL.
struct Interpreter {
  std::atomic<bool> found{false};
  void* (*thread_state)() = nullptr;  // PyGILState_GetThisThreadState
  int (*is_finalizing)() = nullptr;   // Py_IsFinalizing (3.13), _Py_IsFinalizing (3.7)
  const char* version = nullptr;      // Py_GetVersion(), "3.11.2 (main, ...) [GCC 12.2.0]"
  const Layout* layout = nullptr;     // nullptr: its frames cannot be read
  const char* code_type = nullptr;    // PyCode_Type
};

constinit Interpreter interpreter;
constinit std::atomic<unsigned long long> searched{0};
constinit Layout published{};  // by the interpreter itself

/// What the search for an interpreter finds in a module.
struct Found {
  using GetVersion = const char* (*)();
  GetVersion version = nullptr;
  void* state = nullptr;
  void* finalizing = nullptr;
  const void* runtime = nullptr;
  const char* code_type = nullptr;
  bool is_debug_build = false;

  /// Whether this is the module that holds Python.
  bool look_into(const Module& module) {
    state = module.find("PyGILState_GetThisThreadState");
    version = reinterpret_cast<GetVersion>(module.find("Py_GetVersion"));
    if (!state || !version) return false;
    finalizing = module.find("Py_IsFinalizing");
    if (!finalizing) finalizing = module.find("_Py_IsFinalizing");
    runtime = module.find("_PyRuntime");
    code_type = static_cast<const char*>(module.find("PyCode_Type"));
    // What Py_REF_DEBUG adds, so what a debug build has: its objects are larger.
    is_debug_build = module.find("_Py_NegativeRefcount");
    return true;
  }
};

/// The layout of a release, or nullptr for one whose frames cannot be read. Under the lock.
const Layout* layout_of(const Found& found, const char* version) {
  if (!found.code_type || found.is_debug_build || std::strstr(version, "free-threading"))
    return nullptr;
  const auto is = [&](std::string_view release) {
    return !std::strncmp(version, release.data(), release.size());
  };
  if (is("3.9.")) return &kLayout3_9;
  if (is("3.10.")) return &kLayout3_10;
  if (is("3.11.")) return &kLayout3_11;
  if (is("3.12.")) return &kLayout3_12;
  if (is("3.13.") && found.runtime && read_layout_3_13(found.runtime, published)) return &published;
  return nullptr;
}

void search() {
  const unsigned long long loads = load_count();
  if (searched.exchange(loads + 1, std::memory_order_relaxed) == loads + 1) return;
  Found found;
  if (!find_module([&](const Module& module) { return found.look_into(module); })) return;
  const char* version = found.version();
  Locked locked(locks.python);
  if (interpreter.found.load(std::memory_order_relaxed)) return;
  interpreter.thread_state = reinterpret_cast<void* (*)()>(found.state);
  interpreter.is_finalizing = reinterpret_cast<int (*)()>(found.finalizing);
  interpreter.version = version;
  interpreter.code_type = found.code_type;
  interpreter.layout = layout_of(found, version);
  interpreter.found.store(true, std::memory_order_release);
}

/// Whether the interpreter is being shut down, which frees the state of threads that it left
/// running: of them only the one that shuts it down, which is nearly always the main thread,
/// can be sure of its own.
bool is_gone() {
  return interpreter.is_finalizing && interpreter.is_finalizing() &&
         syscall(SYS_gettid) != getpid();
}

/// The calling thread's PyThreadState, where its frames can be read. Of an interpreter that was
/// found.
const char* readable_state() {
  if (!interpreter.layout || is_gone()) return nullptr;
  return static_cast<const char*>(interpreter.thread_state());
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

void walk_python(PythonStack& stack, PythonText& text, const Death& death) {
  if (!has_python()) return;
  stack.finalizing = interpreter.is_finalizing && interpreter.is_finalizing();
  if (const char* state = readable_state())
    walk({*interpreter.layout, state, interpreter.code_type}, stack, text, death);
}

std::uint64_t fingerprint_python(std::size_t depth) {
  if (!interpreter.found.load(std::memory_order_acquire)) return 0;
  const char* state = readable_state();
  return state ? fingerprint({*interpreter.layout, state, interpreter.code_type}, depth) : 0;
}

std::string_view unread_python() {
  if (!has_python() || interpreter.layout) return "";
  return head(interpreter.version, std::strcspn(interpreter.version, " "));
}

}  // namespace lanyard::stack
