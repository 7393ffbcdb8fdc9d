// Whether the mode that SQLite is in suits the threads that use it.
//
// `sqlite-threading-mode` is told where the mode is chosen: at the open call, or at
// sqlite3_config. Where a handle crosses, `sqlite-handle-shared` is told.
#pragma once

#include <vector>

#include "checker/link/crossings.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// Whether the library has no mutexes at all.
bool is_single_threaded(const Program& program);

/// Whether every way through the scope opens a connection, or initialises the library.
bool initialises(const Scope& scope);

/// Two threads at once in a library without mutexes, and a mode that is asked for too late.
std::vector<Candidate> wrong_modes(const Scope& scope);

/// What two threads that share the connection without a common lock say of its mode: `finding`
/// is the one about sharing. Nothing where the mode is not known to be wrong.
std::vector<Candidate> wrong_mode(const Scope& scope, const Create& create, const Finding& finding);

}  // namespace lanyard::link
