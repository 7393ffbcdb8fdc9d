// The doors past a preloaded library: dlsym, by which a program asks one module for its
// function, and dlopen with RTLD_DEEPBIND, by which a module binds to its own scope first.
//
// Both are handed on by a jump, with the caller's return address in place: what RTLD_NEXT,
// RTLD_DEFAULT and a module's RPATH mean depends on who calls.
#pragma once

namespace lanyard::hook {

/// Finds the dynamic linker's own functions, so that the doors need not.
void open_doors();

}  // namespace lanyard::hook
