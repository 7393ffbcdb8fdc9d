// Reading the calling thread's frames by a layout.
#pragma once

#include "runtime/stack/python.h"
#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

/// What is needed of an interpreter to read its frames.
struct Frames {
  const Layout& layout;
  const char* state;      // PyThreadState of the calling thread
  const char* code_type;  // PyCode_Type: what says it is no code object ends a walk
};

/// See walk_python() and fingerprint_python().
void walk(const Frames& frames, PythonStack& stack, PythonText& text, const Death& death);
std::uint64_t fingerprint(const Frames& frames, std::size_t depth);

}  // namespace lanyard::stack
