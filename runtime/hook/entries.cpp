// The entry points themselves. entries.inc is printed from the contract by
// generate_entries.cpp; one reads as nearly all of them do:
//
//   LANYARD_SLOW int sqlite3_step_slowly(void* a0, void* caller, const void* stack) {
//     Call call(entry("sqlite3_step"), a0, caller, stack);
//     if (!call.real()) return 21;
//     return call.leave(as<int(void*)>(call.real())(a0));
//   }
//
//   LANYARD_ENTRY int sqlite3_step(void* a0) {
//     const Found found(a0);
//     if (found.enter(entry("sqlite3_step"))) [[likely]] {
//       return found.leave(as<int(void*)>(found.real(entry("sqlite3_step")))(a0));
//     }
//     return sqlite3_step_slowly(a0, LANYARD_CALLER, stack_here());
//   }
//
// Calls that are brief are in brief_entries.cpp. What creates or frees a handle adds or drops its
// record in between.
//
// This file is compiled without tail calls: the library's own tail calls must come back
// with a return address inside the shim, or they would pass for the program's.
#include <cstdarg>

#include "runtime/hook/entry.h"

using lanyard::hook::add_own;
using lanyard::hook::as;
using lanyard::hook::Call;
using lanyard::hook::Creation;
using lanyard::hook::drop_own;
using lanyard::hook::Found;
using lanyard::hook::leave_nothing;
using lanyard::hook::made_by;
using lanyard::hook::misuse_text;
using lanyard::hook::misuse_text16;
using lanyard::hook::Release;
using lanyard::hook::Second;
using lanyard::hook::stack_here;

namespace {

// A constant, not a search at run time.
consteval std::size_t entry(std::string_view name) { return lanyard::hook::entry(name); }

}  // namespace

#include "entries.inc"

void* lanyard::hook::entry_point(std::size_t entry, unsigned number) {
  if (number >= kVariants) return nullptr;
  for (const Variants& one : variants)
    if (one.entry == entry) return one.points[number];
  return entry_points[entry];
}
