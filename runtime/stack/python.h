// The Python frames of the calling thread, read from the interpreter's own memory.
//
// Nothing here takes the GIL, runs Python, or needs a Python header at build time: a call
// of SQLite arrives with the GIL released, and PyGILState_Ensure inside one deadlocks.
// The thread's own frames cannot change while it is inside the call, so they are read
// as they stand; what another thread may move meanwhile (an object's attributes) is read
// only through read_memory().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/stack/native.h"

namespace lanyard::stack {

/// One Python frame. The strings are UTF-8 and belong to who asked (PythonText).
struct PythonFrame {
  std::string_view function;  // qualified where the interpreter knows it
  std::string_view file;
  std::uint32_t line = 0;
};

/// Where the strings of captured frames are copied to: a code object may die before the
/// report is written.
class PythonText {
 public:
  PythonText(char* buffer, std::size_t size) : next_(buffer), left_(size) {}
  char* reserve(std::size_t size);
  void keep(std::size_t used);

 private:
  char* next_;
  std::size_t left_;
};

/// What a walk found. Frames come innermost first.
struct PythonStack {
  PythonStack(PythonFrame* buffer, std::size_t size) : frames(buffer), capacity(size) {}

  PythonFrame* frames;
  std::size_t capacity;
  std::size_t count = 0;
  std::string_view thread_name;     // threading.Thread's name; empty when it has none
  std::string_view finalizer;       // function that the interpreter ran for a dying object, or ""
  std::string_view finalizer_kind;  // what made it run: "a weakref callback", or ""
  std::size_t inside = 0;           // frames that the death of an object runs
  bool finalizing = false;          // the interpreter is being shut down
};

/// Walks the calling thread's frames into `stack`, strings into `text`. Leaves it empty in
/// a process without Python, on a thread Python does not know, and for a version of
/// Python whose frames this shim cannot read. `death` is what the native walk has found.
void walk_python(PythonStack& stack, PythonText& text, const Death& death);

/// A number that tells the calling thread's innermost `depth` Python frames from others, or 0
/// when there are none. Reads no strings: some 50 instructions a frame. Knows an interpreter only
/// once walk_python() has seen it.
///
/// A code object may die and another one take its address, so it is known not by that alone:
/// its first line, its name's and file's hashes and the ends of its line table count too.
std::uint64_t fingerprint_python(std::size_t depth);

/// The version of a Python in this process whose frames cannot be read ("3.12.1"), or ""
/// when there is none.
std::string_view unread_python();

/// Whether a Python interpreter is in the process.
bool has_python();

}  // namespace lanyard::stack
