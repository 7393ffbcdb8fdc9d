// CPython 3.9 and 3.10: frames are objects, one call of the interpreter each.
//
// Include/cpython/{pystate,frameobject,code,object,unicodeobject}.h of 3.9.18 and 3.10.13,
// Objects/dict-common.h. The two differ in where f_lasti stands, what it counts, and how lines
// are encoded. Functions have no qualified name in their code object before 3.11.
#pragma once

#include "runtime/stack/python_layout.h"

namespace lanyard::stack {

inline constexpr Layout::Code kCodeUntil3_10 = {
    .flags = 36,
    .first_line = 40,
    .local_count = 28,
    .file = 104,
    .name = 112,
    .qualname = Layout::kNone,
    .lines = 120,
    .first_traceable = Layout::kNone,
    .instructions = Layout::kNone,
};

inline constexpr Layout kLayout3_9 = {
    .position = Layout::Position::bytes,
    .lines = Layout::Lines::lnotab,
    .attributes = Layout::Attributes::dict,
    .entries = Layout::Entries::every_frame,
    .has_cframes = false,
    .thread = {.frame = 24, .cframe = Layout::kNone},
    .cframe = {.frame = Layout::kNone, .previous = Layout::kNone},
    .frame = {.code = 32,
              .previous = 24,
              .position = 104,
              .globals = 48,
              .is_entry = Layout::kNone,
              .owner = Layout::kNone,
              .locals = 360},
    .code = kCodeUntil3_10,
    .object = kObjectsUntil3_11,
};

inline constexpr Layout kLayout3_10 = {
    .position = Layout::Position::instructions,
    .lines = Layout::Lines::linetable,
    .attributes = Layout::Attributes::dict,
    .entries = Layout::Entries::every_frame,
    .has_cframes = true,
    .thread = {.frame = 24, .cframe = 48},
    .cframe = {.frame = Layout::kNone, .previous = 8},
    .frame = {.code = 32,
              .previous = 24,
              .position = 96,
              .globals = 48,
              .is_entry = Layout::kNone,
              .owner = Layout::kNone,
              .locals = 352},
    .code = kCodeUntil3_10,
    .object = kObjectsUntil3_11,
};

}  // namespace lanyard::stack
