// CPython 3.12: as 3.11, but each call of the interpreter puts a frame of its own, which runs
// no code of the program, on the C stack.
//
// Include/cpython/{pystate,code,object,unicodeobject}.h, Include/internal/pycore_{frame,dict,
// object}.h of 3.12.1.
#pragma once

#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

inline constexpr Layout kLayout3_12 = {
    .position = Layout::Position::pointer,
    .lines = Layout::Lines::locations,
    .attributes = Layout::Attributes::tagged_before,
    .entries = Layout::Entries::shim_frames,
    .has_cframes = true,
    .thread = {.frame = Layout::kNone, .cframe = 56},
    .cframe = {.frame = 0, .previous = 8},
    .frame = {.code = 0,
              .previous = 8,
              .position = 56,
              .globals = 24,
              .is_entry = Layout::kNone,
              .owner = 70,
              .locals = 72},
    .code = {.flags = 48,
             .first_line = 68,
             .local_count = 72,
             .file = 112,
             .name = 120,
             .qualname = 128,
             .lines = 136,
             .first_traceable = 176,
             .instructions = 192},
    .object = {.type = 8,
               .type_flags = 168,
               .type_keys = 880,
               .dict_keys = 32,
               .dict_values = 40,
               .bytes_size = 16,
               .bytes_text = 32,
               .string_state = 32,
               .string_length = 16,
               .ascii_text = 40,
               .wide_text = 56},
};

}  // namespace lanyard::stack
