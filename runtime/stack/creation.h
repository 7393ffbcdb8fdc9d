// Who made a handle, at a cost that a program which makes many does not feel.
#pragma once

#include <cstddef>

#include "runtime/stack/depot.h"

namespace lanyard::stack {

/// The calling thread's Python frames as a kept stack without native frames, or nullptr: there
/// are none, they cannot be read, or there have been too many distinct ones to keep more.
///
/// Strings are copied the first time a place is seen; after that its fingerprint is looked up,
/// without a lock. A frame costs about 2 ns.
const Stack* python_here(std::size_t depth);

}  // namespace lanyard::stack
