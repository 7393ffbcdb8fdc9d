// Which handles the child of a fork gets from its parent, and uses.
//
// A process that forks gives its child a copy of every connection, and SQLite says that the
// copy may be neither used nor closed (sqlite.org/howtocorrupt.html, 2.6). What the child
// does is what can follow the fork without passing an event that only the parent comes to.
#pragma once

#include <utility>
#include <vector>

#include "checker/link/crossings.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// How the scope's function ends.
struct Ends {
  bool returns = true;  // some way through it comes to its end
  bool exits = false;   // if not: every way ends the process, by exit()
  /// The forks whose child returns, with the events that they happen at.
  std::vector<std::pair<std::uint32_t, Fork>> forks;
};
Ends ends_of(const Scope& scope);

/// Whether the process that forks at `event` can come to the function's end too.
bool parent_returns(const Scope& scope, std::uint32_t event, const Fork& fork);

/// What children of the scope's forks use that may have been opened before the function ran.
std::vector<Inherited> inherited_from_outside(const Scope& scope);

/// The findings of `sqlite-handle-forked` in the scope: uses of what was open before a fork
/// for certain.
std::vector<Candidate> forked(const Scope& scope);

}  // namespace lanyard::link
