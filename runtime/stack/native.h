// The native frames of the calling thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lanyard::stack {

/// Where the interpreter began to end an object's life, on the calling thread's stack: in the
/// garbage collector, or else in the outermost call that runs weakref callbacks or a
/// finalizer. What of Python runs further in is code that the program did not call.
struct Death {
  std::uintptr_t at = 0;         // the stack below is further in; 0: nobody dies
  bool runs_callbacks = false;   // of weakrefs, as far as can be seen
  std::size_t calls_inside = 0;  // of the interpreter, further in
  std::size_t calls = 0;         // of the interpreter, in all
  std::size_t frames = 0;        // native ones, further in
};

/// What an unwind found. `pcs` are the innermost frames outside the shim, each an address
/// inside the instruction that the frame is executing (a return address minus one), so
/// that a symbolizer names the line of the call without further arithmetic.
struct NativeStack {
  NativeStack(std::uintptr_t* buffer, std::size_t size) : pcs(buffer), capacity(size) {}

  std::uintptr_t* pcs;
  std::size_t capacity;
  std::size_t count = 0;
  bool in_exit = false;       // below libc's exit(), or Py_Finalize() of an old Python
  bool in_collector = false;  // below Python's garbage collector
  Death death;
};

/// Makes the function known that deallocates the instances of classes written in Python: it has
/// no symbol, and a build that is optimised as a whole has PyObject_ClearWeakRefs inside it.
void know_deallocator(std::uintptr_t function);

/// Whether it is known.
bool knows_deallocator();

/// Unwinds the calling thread by the modules' own tables. Takes no lock of the dynamic
/// linker, allocates nothing. Frames of code without tables end the walk.
void walk_native(NativeStack& stack);

}  // namespace lanyard::stack
