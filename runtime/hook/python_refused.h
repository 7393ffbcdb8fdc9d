// Python's own refusal: "SQLite objects created in a thread can only be used in that same
// thread", raised before SQLite is called.
//
// Python's sqlite3 module raises it through PyErr_Format, with the idents of the two threads and
// not a word about where they are. That module's slot of PyErr_Format leads to a function of the
// shim instead: only this module's calls, and whether Python is the program or a library.
#pragma once

namespace lanyard::hook {

/// Watches the errors that the module of `caller` raises in Python, if it raises any; `caller`
/// is an address in a module that opens a connection. Cheap when it is watched already.
void watch_refusals(const void* caller);

}  // namespace lanyard::hook
