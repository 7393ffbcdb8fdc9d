// CPython 3.11: where its frames, code objects and instances keep what a report tells.
#pragma once

#include "runtime/stack/python.h"

namespace lanyard::stack::python_3_11 {

/// Walks from a PyThreadState of the calling thread. See walk_python().
void walk(const void* thread_state, PythonStack& stack, PythonText& text);

/// Decodes a location table (Objects/locations.md of CPython 3.11): the line of the
/// instruction at `offset`, in code units of two bytes, or 0 when it has none.
std::uint32_t line_at(const unsigned char* table, std::size_t size, std::uint32_t first_line,
                      std::size_t offset);

}  // namespace lanyard::stack::python_3_11
