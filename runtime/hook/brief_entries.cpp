// The entry points of calls that only look at something, as is_brief() tells. They are printed from
// the contract; one reads as all of them do:
//
//   LANYARD_ENTRY int sqlite3_column_int(void* a0, int a1) {
//     const Found last = Found::last_stepped();
//     if (last.is(a0)) [[likely]] {
//       if (last.is_still_own()) [[likely]]
//         return as<int(void*, int)>(first_libraries[0].call[entry("sqlite3_column_int")])(a0, a1);
//     } else if (const Found found(a0); found.is_simply_own()) {
//       return as<int(void*, int)>(found.real(entry("sqlite3_column_int")))(a0, a1);
//     }
//     return sqlite3_column_int_slowly(a0, a1, LANYARD_CALLER, stack_here());
//   }
//
// Nothing is noted, so that nothing is left to do after the call: this file is compiled with tail
// calls, and the real function returns to the program at once. A call that it makes of another one
// would pass for the program's; that is the thread's own as well.
#include "runtime/hook/entry.h"

using lanyard::hook::as;
using lanyard::hook::Call;
using lanyard::hook::first_libraries;
using lanyard::hook::Found;
using lanyard::hook::stack_here;

namespace {

// A constant, not a search at run time.
consteval std::size_t entry(std::string_view name) { return lanyard::hook::entry(name); }

}  // namespace

#include "brief_entries.inc"
