// Whether a program or library has a SQLite of its own inside, by its file.
#pragma once

#include <cstddef>

namespace lanyard::hook {

/// Whether the module in the file at `path` defines SQLite's functions for itself: by its
/// symbol table, or, where it was stripped, by a text that only SQLite's code has. A file that
/// cannot be read, or is not what it says, has none. `buffer` is for the reading.
bool file_has_sqlite(const char* path, char* buffer, std::size_t size);

}  // namespace lanyard::hook
