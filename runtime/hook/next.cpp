// Functions behind the shim; see next.h.
#include "runtime/hook/next.h"

#include "runtime/stack/module.h"

namespace lanyard::hook {

void* find_next(std::string_view name) {
  const auto here = reinterpret_cast<std::uintptr_t>(&find_next);
  bool is_behind = false;
  void* found = nullptr;
  stack::find_module([&](const stack::Module& module) {
    if (is_behind) return (found = module.find(name)) != nullptr;
    is_behind = module.contains(here);
    return false;
  });
  return found;
}

}  // namespace lanyard::hook
