// The native frames of the calling thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lanyard::stack {

/// What an unwind found. `pcs` are the innermost frames outside the shim, each an address
/// inside the instruction that the frame is executing (a return address minus one), so
/// that a symbolizer names the line of the call without further arithmetic.
struct NativeStack {
  NativeStack(std::uintptr_t* buffer, std::size_t size) : pcs(buffer), capacity(size) {}

  std::uintptr_t* pcs;
  std::size_t capacity;
  std::size_t count = 0;
  bool in_exit = false;       // below libc's exit(): the process is ending
  bool in_collector = false;  // below Python's garbage collector
};

/// Unwinds the calling thread by the modules' own tables. Takes no lock of the dynamic
/// linker, allocates nothing. Frames of code without tables end the walk.
void walk_native(NativeStack& stack);

}  // namespace lanyard::stack
