// The slots that the shim writes, where preloading alone gives a wrong answer: SQLite's calls
// of itself, which are not the program's.
#pragma once

namespace lanyard::hook {

struct Library;

/// Sends SQLite's calls of its own functions to itself, past the shim: where the instance's
/// slots for calls lead to the shim, or would at their first use. Its tables of functions stay
/// with the shim, which extensions call through them. Nothing is written for a function that
/// a module before the instance defines as well: by the rules of ELF that one is called.
void release_own_calls(const Library& library);

}  // namespace lanyard::hook
