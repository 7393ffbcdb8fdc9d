// How processes begin and end behind the shim's back: fork, _Fork, clone, _exit.
#pragma once

namespace lanyard::hook {

/// Registers the fork handlers. Once, as early as may be: handlers before a fork run in the
/// reverse order, so that the program's own may still use SQLite.
void watch_forks();

}  // namespace lanyard::hook
