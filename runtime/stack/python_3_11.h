// CPython 3.11: frames lie in chunks of their thread's; a call from Python to Python stays in
// one call of the interpreter, which a flag of the outermost frame marks.
//
// Include/cpython/{pystate,code,object,unicodeobject}.h, Include/internal/pycore_{frame,dict,
// object}.h of 3.11.2 and 3.11.7.
#pragma once

#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

inline constexpr Layout kLayout3_11 = {
    .position = Layout::Position::pointer,
    .lines = Layout::Lines::locations,
    .attributes = Layout::Attributes::values_before,
    .entries = Layout::Entries::flagged,
    .has_cframes = true,
    .thread = {.frame = Layout::kNone, .cframe = 56},
    .cframe = {.frame = 8, .previous = 16},
    .frame = {.code = 32,
              .previous = 48,
              .position = 56,
              .globals = 8,
              .is_entry = 68,
              .owner = 69,
              .locals = 72},
    .code = {.flags = 48,
             .first_line = 72,
             .local_count = 76,
             .file = 112,
             .name = 120,
             .qualname = 128,
             .lines = 136,
             .first_traceable = 168,
             .instructions = 184},
    .object = kObjectsUntil3_11,
};

}  // namespace lanyard::stack
