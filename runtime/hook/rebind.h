// The slots that the shim writes, where preloading alone gives a wrong answer: SQLite's calls
// of itself, which are not the program's; modules loaded with RTLD_DEEPBIND, which look past
// what was preloaded; and weak references to functions that only the shim defines.
#pragma once

#include <cstddef>

#include "runtime/hook/entries.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

struct Library;

/// Sends SQLite's calls of its own functions to itself, past the shim: where the instance's
/// slots for calls lead to the shim, or would at their first use. Its tables of functions stay
/// with the shim, which extensions call through them. Nothing is written for a function that
/// a module before the instance defines as well: by the rules of ELF that one is called.
void release_own_calls(const Library& library);

struct EntrySet {
  bool has[kEntryCount] = {};
  bool any = false;

  void add(std::size_t entry) { has[entry] = any = true; }
};

/// Sends what an instance's own tables of functions lead to through the shim, where the instance is
/// bound to itself (RTLD_DEEPBIND, -Bsymbolic): its extensions call through such a table.
void bind_own_tables(const Library& library);

/// Sends what a module bound past the shim to it: calls, and addresses that its code takes.
/// A module that defines a function keeps its own. Adds to `entries` what was bound past the
/// shim, or is not bound yet. Inside find_module(), as SlotWriter.
void bind_to_shim(const stack::Module& module, EntrySet& entries);

/// The same for the functions of `library` in a module's own tables, where the program has not
/// put something else.
void bind_tables_to_shim(const stack::Module& module, const Library& library);

/// Adds the entries that `module` refers to weakly (it asks whether there is such a function)
/// and that are the shim's. Inside find_module().
void add_weak(const stack::Module& module, EntrySet& entries);

/// Makes those references null, as they are without the shim. Inside find_module(), as
/// SlotWriter.
void clear_weak(const stack::Module& module, const EntrySet& entries);

}  // namespace lanyard::hook
