// From an instruction to its line, in each of the encodings that CPython has used.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

/// The line of the instruction at `offset`, in bytes from the code's start, in a function
/// whose first line is `first_line`; 0 when it has none. Reads no further than `size` bytes.
/// An offset below zero is that of a function which has not started: its first line.
///
/// lnotab: Objects/lnotab_notes.txt of 3.9. linetable: the same file of 3.10. locations:
/// Objects/locations.md of 3.11, unchanged in 3.12 and 3.13.
std::uint32_t line_at(Layout::Lines lines, const unsigned char* table, std::size_t size,
                      std::uint32_t first_line, std::ptrdiff_t offset);

}  // namespace lanyard::stack
