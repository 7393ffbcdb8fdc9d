// Which definition of a function a call reaches: the dynamic linker's scopes, as they are for
// a process without the shim.
#pragma once

#include <cstdint>
#include <string_view>

namespace lanyard::hook {

/// A definition, and the module that holds it.
struct Definition {
  void* address = nullptr;  // nullptr: there is none
  std::uintptr_t base = 0;
};

/// In the modules that the process was started with, behind the shim. What stands before it
/// (the program, a library preloaded earlier) has had its turn: a call that it intercepts and
/// hands on must not come back to it.
Definition search_startup(std::string_view name);

/// In the scope of the module that `caller` is in: itself, and what it depends on, breadth
/// first. The one that a dlopen without RTLD_GLOBAL gives it.
Definition search_own_scope(std::string_view name, const void* caller);

/// What a call by the code at `caller` reaches: both of these in turn, then any module at
/// all, in load order.
Definition search(std::string_view name, const void* caller);

/// Whether the module at `base` stands before the shim in the global scope.
bool precedes_shim(std::uintptr_t base);

}  // namespace lanyard::hook
