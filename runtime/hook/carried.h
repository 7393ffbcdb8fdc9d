// Modules that carry a SQLite of their own inside: linked statically, its calls are bound
// before the program starts, and nothing can stand in front of them. The least that can be
// done is to say so, since silence would pass for "clean".
#pragma once

#include <cstddef>

#include "runtime/stack/module.h"

namespace lanyard::hook {

enum class Carries { no, maybe, yes };

/// What a module's dynamic symbols and size say; for `maybe`, its file has to be asked. Inside
/// find_module().
Carries carries_sqlite(const stack::Module& module);

/// Whether the module in the file at `path` defines SQLite's functions for itself: by its
/// symbol table, or, where it was stripped, by a text that only SQLite's code has. A file that
/// cannot be read, or is not what it says, has none. `buffer` is for the reading.
bool file_has_sqlite(const char* path, char* buffer, std::size_t size);

}  // namespace lanyard::hook
