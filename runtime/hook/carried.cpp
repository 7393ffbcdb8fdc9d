// Modules that carry a SQLite of their own; see carried.h.
#include "runtime/hook/carried.h"

#include "runtime/hook/entry_index.h"
#include "runtime/hook/library.h"
#include "runtime/hook/slots.h"

namespace lanyard::hook {

namespace {

constexpr std::uintptr_t kSmallest = std::uintptr_t{300} * 1024;  // code of the least SQLite

/// Whether a module calls its own SQLite through slots, which lead to the shim.
bool calls_by_slots(const stack::Module& module) {
  bool does = false;
  each_slot(module, [&](const Slot& slot) {
    does = does || (slot.kind != SlotKind::data && find_entry(slot.symbol) != kEntryCount);
  });
  return does;
}

/// Whether a module is more to others than SQLite.
bool is_more(const stack::Module& module) {
  return module.has_function([](std::string_view name) {
    return !name.starts_with("sqlite") && !name.starts_with("sqlcipher") && !name.starts_with('_');
  });
}

}  // namespace

Carries carries_sqlite(const stack::Module& module) {
  const stack::Range text = module.text();
  if (text.end - text.begin < kSmallest || stack::is_shim(module)) return Carries::no;
  if (module.find("__libc_start_main")) return Carries::no;  // libc itself: large, and everywhere
  if (!module.find("sqlite3_step")) return Carries::maybe;
  // It exports one, or a wrapper of some functions.
  if (!module.find("sqlite3_prepare_v2") || !module.find("sqlite3_finalize")) return Carries::no;
  // The shim stands behind the program, and before a library whose users call through slots. So
  // does the library itself, unless its calls were bound when it was linked: then its users are
  // watched, and what else it has inside is not.
  if (module.is_program()) return Carries::yes;
  const bool is_watched = is_library(module.base()) || calls_by_slots(module) ||
                          (is_mostly_sqlite(module) && !is_more(module));
  return is_watched ? Carries::no : Carries::yes;
}

}  // namespace lanyard::hook
