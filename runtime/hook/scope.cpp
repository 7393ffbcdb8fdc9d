// Which definition of a function a call reaches; see scope.h.
#include "runtime/hook/scope.h"

#include <cstring>

#include "runtime/hook/process.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

namespace {

constexpr std::size_t kMostModules = 64;  // in one search of a module's dependencies
constexpr std::size_t kMostBefore = 16;   // modules that precede the shim

/// The bases of the modules that precede the shim.
struct Before {
  std::uintptr_t bases[kMostBefore];
  std::size_t count = 0;

  Before() {
    stack::find_module([&](const stack::Module& module) {
      if (stack::is_shim(module) || count == kMostBefore) return true;
      bases[count++] = module.base();
      return false;
    });
  }

  bool contains(std::uintptr_t base) const {
    for (std::size_t i = 0; i < count; ++i)
      if (bases[i] == base) return true;
    return false;
  }
};

bool defines(const stack::Module& module, std::string_view name, const Before& before,
             Definition& found) {
  if (stack::is_shim(module) || before.contains(module.base())) return false;
  found = {module.find(name), module.base()};
  return found.address;
}

/// The names of modules that others need, each once.
struct Needed {
  const char* sonames[kMostModules];
  std::size_t count = 0;

  void add(const char* soname) {
    for (std::size_t i = 0; i < count; ++i)
      if (!std::strcmp(sonames[i], soname)) return;
    if (count < kMostModules) sonames[count++] = soname;
  }
};

}  // namespace

Definition search_startup(std::string_view name) {
  const Before before;
  Definition found;
  unsigned left = startup_modules();
  stack::find_module(
      [&](const stack::Module& module) { return !left-- || defines(module, name, before, found); });
  return found.address ? found : Definition{};
}

Definition search_own_scope(std::string_view name, const void* caller) {
  const Before before;
  Needed needed;
  Definition found;
  const auto visit = [&](const stack::Module& module) {
    module.each_needed([&](const char* soname) { needed.add(soname); });
    return defines(module, name, before, found);
  };
  bool is_done = false;
  stack::find_module([&](const stack::Module& module) {
    if (!module.contains(reinterpret_cast<std::uintptr_t>(caller))) return false;
    is_done = visit(module);
    return true;
  });
  for (std::size_t i = 0; i < needed.count && !is_done; ++i)
    stack::find_module([&](const stack::Module& module) {
      if (module.soname() != needed.sonames[i]) return false;
      is_done = visit(module);
      return true;
    });
  return is_done ? found : Definition{};
}

Definition search(std::string_view name, const void* caller) {
  Definition found = search_startup(name);
  if (!found.address) found = search_own_scope(name, caller);
  if (found.address) return found;
  const Before before;
  stack::find_module(
      [&](const stack::Module& module) { return defines(module, name, before, found); });
  return found.address ? found : Definition{};
}

bool precedes_shim(std::uintptr_t base) { return Before().contains(base); }

}  // namespace lanyard::hook
