// Stacks as they are kept: each distinct one once, with everything a report says of it.
//
// A stack is resolved when it is first seen, while its modules are loaded and its code
// objects alive. Programs have few distinct ones, so nothing is ever dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/stack/callers.h"
#include "runtime/stack/native.h"
#include "runtime/stack/python.h"

namespace lanyard::stack {

/// One native frame. `offset` is in the module's own file addresses (address minus load
/// base), inside the calling instruction: what llvm-symbolizer takes as it is.
struct Frame {
  std::string_view module;    // path
  std::string_view build_id;  // lower-case hexadecimal, "" when it has none
  std::uint64_t offset = 0;
  std::string_view symbol;  // dynamic symbol, "" when none covers the address
};

/// A kept stack. Immutable, lives as long as the process. Innermost frames first.
struct Stack {
  std::uint64_t hash = 0;
  const Stack* next = nullptr;
  std::size_t native_count = 0;
  std::size_t python_count = 0;
  const Frame* native = nullptr;
  const PythonFrame* python = nullptr;
  std::string_view finalizer;       // as in PythonStack
  std::string_view finalizer_kind;  // a constant
};

/// The stacks of the calling thread as found, not yet kept.
struct Capture {
  NativeStack native;
  PythonStack python;
  std::uint64_t hash = 0;

  // What uses are told apart by: the hash of all frames, but for the garbage collector's only of
  // those that it runs. Where the program was when it set in is chance.
  std::uint64_t place = 0;
  std::uint64_t python_place = 0;  // the same of Python's frames alone; 0 without one

  /// Captures up to `depth` frames of each kind into `buffer`, which must outlive this.
  Capture(char* buffer, std::size_t size, std::size_t depth, bool with_python,
          bool with_native = true);
};

/// The kept stack of a capture; nullptr when memory is spent. Must be called by the
/// thread that captured, which keeps the modules loaded.
const Stack* keep(const Capture& capture);

/// The same for one address of code that is still loaded, as a stack of one frame.
const Stack* keep(std::uintptr_t pc);

/// The same for the callers of a function that is running, as a stack without Python frames; those
/// in the shim are left out, and those in no module. nullptr, too, when 65536 of them are kept.
/// `now` was the epoch before they were walked: see callers.h.
const Stack* keep(const Callers& callers, std::uint64_t now);

/// Describes one address of code that is still loaded; false when no module holds it. The
/// strings live as long as the process.
bool describe(std::uintptr_t pc, Frame& frame);

}  // namespace lanyard::stack
