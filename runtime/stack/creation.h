// Who made a handle, at a cost that a program which makes many does not feel.
#pragma once

#include <cstddef>

#include "runtime/stack/depot.h"

namespace lanyard::stack {

/// The innermost Python frames of the calling thread, 16 or `depth` at the most, as a kept stack
/// without native frames. nullptr when there are none, they cannot be read, or there have been
/// too many distinct ones to keep more.
///
/// Strings are copied the first time a place is seen; after that its fingerprint is looked up,
/// without a lock: some 50 instructions a frame.
const Stack* python_here(std::size_t depth);

/// The callers of a function of the shim, 8 or `depth` at the most and those that are the shim's
/// own left out, as a kept stack without Python frames. `frame` is the function's
/// __builtin_frame_address(0), on the calling thread's stack. nullptr when there are none in any
/// module, this machine's cannot be walked, or there have been too many distinct ones.
///
/// Where the same callers were seen before they cost some 30 instructions a frame, without a lock.
const Stack* callers_of(const void* frame, std::size_t depth);

}  // namespace lanyard::stack
