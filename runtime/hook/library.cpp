// The instances of SQLite in the process; see library.h.
#include "runtime/hook/library.h"

#include <dlfcn.h>

#include <atomic>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/process.h"
#include "runtime/hook/rebind.h"

namespace lanyard::hook {

namespace {

constexpr std::size_t kMostModules = 64;  // in one search of a module's dependencies
constexpr std::size_t kMostBefore = 16;   // modules that precede the shim
constexpr std::size_t kMostCallers = 64;  // modules whose library is remembered

/// Which library a module's calls go to. Filled once, then only read.
struct Caller {
  stack::Range text;
  std::atomic<Library*> library;
};

constinit std::atomic<Library*> libraries{nullptr};
constinit Caller callers[kMostCallers] = {};
constinit Arena arena;
constinit std::size_t caller_count = 0;

/// A definition of a function, and the module that holds it.
struct Definition {
  void* address = nullptr;
  std::uintptr_t base = 0;
};

/// What a search is for. What stands before the shim in the global scope (the program, a
/// library preloaded earlier) has had its turn: a call that it intercepts and hands on must
/// not come back to it.
struct Wanted {
  std::string_view name;
  std::uintptr_t before[kMostBefore];  // the bases of those modules
  std::size_t before_count = 0;
};

bool defines(const stack::Module& module, const Wanted& wanted, Definition& found) {
  if (stack::is_shim(module)) return false;
  for (std::size_t i = 0; i < wanted.before_count; ++i)
    if (wanted.before[i] == module.base()) return false;
  found = {module.find(wanted.name), module.base()};
  return found.address;
}

/// Searches the module that `starts` accepts and then what it depends on, breadth first:
/// the scope that the dynamic linker gives to it.
template <typename Starts>
Definition search_scope(Starts starts, const Wanted& wanted) {
  struct Needed {
    const char* sonames[kMostModules];
    std::size_t count = 0;
  } needed;
  Definition found;
  const auto visit = [&](const stack::Module& module) {
    module.each_needed([&](const char* soname) {
      for (std::size_t i = 0; i < needed.count; ++i)
        if (!std::strcmp(needed.sonames[i], soname)) return;
      if (needed.count < kMostModules) needed.sonames[needed.count++] = soname;
    });
    return defines(module, wanted, found);
  };
  bool done = false;
  stack::find_module([&](const stack::Module& module) {
    if (!starts(module)) return false;
    done = visit(module);
    return true;
  });
  for (std::size_t i = 0; i < needed.count && !done; ++i)
    stack::find_module([&](const stack::Module& module) {
      if (module.soname() != needed.sonames[i]) return false;
      done = visit(module);
      return true;
    });
  return done ? found : Definition{};
}

/// What a call of `name` by the code at `caller` would have reached: the modules that the
/// process started with, the scope of the caller's module (the one a dlopen without
/// RTLD_GLOBAL gives it), then any module at all, in load order.
Definition search(std::string_view name, const void* caller) {
  Definition found;
  Wanted wanted{name, {}, 0};
  unsigned left = startup_modules();
  bool is_after_shim = false;
  stack::find_module([&](const stack::Module& module) {
    if (!left--) return true;
    if (is_after_shim) return defines(module, wanted, found);
    is_after_shim = stack::is_shim(module);
    if (!is_after_shim && wanted.before_count < kMostBefore)
      wanted.before[wanted.before_count++] = module.base();
    return false;
  });
  const auto address = reinterpret_cast<std::uintptr_t>(caller);
  if (!found.address)
    found =
        search_scope([&](const stack::Module& module) { return module.contains(address); }, wanted);
  if (!found.address)
    stack::find_module([&](const stack::Module& module) { return defines(module, wanted, found); });
  return found;
}

/// Keeps a library in memory for good: a pointer into an unloaded one crashes. Waits for
/// the dynamic linker's lock, so it is not for what the process was started with, which
/// stays anyway.
void pin(const char* path) {
  if (*path) dlopen(path, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

template <typename Function>
void take(const stack::Module& module, std::string_view name, Function& function) {
  function = reinterpret_cast<Function>(module.find(name));
}

/// The code that is SQLite's own. A module may hold much else beside it, whose calls are
/// the program's: then what lies between the functions of the interface counts.
stack::Range own_text(const stack::Module& module) {
  stack::Range span{UINTPTR_MAX, 0};
  for (std::size_t i = 0; i < kEntryCount; ++i) {
    const stack::Range function = module.extent(row(i).name);
    if (!function.end) continue;
    if (function.begin < span.begin) span.begin = function.begin;
    if (function.end > span.end) span.end = function.end;
  }
  const stack::Range all = module.text();
  return (span.end - span.begin) * 2 > all.end - all.begin ? all : span;
}

/// Fills in an instance from the module that holds it.
void read_library(const stack::Module& module, Library& library) {
  using LibVersion = const char* (*)();
  LibVersion version;
  library.base = module.base();
  library.text = own_text(module);
  library.path = module.path();
  take(module, "sqlite3_libversion", version);
  take(module, "sqlite3_threadsafe", library.threadsafe);
  take(module, "sqlite3_db_mutex", library.db_mutex);
  take(module, "sqlite3_db_filename", library.db_filename);
  take(module, "sqlite3_sql", library.sql);
  take(module, "sqlite3_db_handle", library.db_handle);
  library.version = version ? version() : "";
  for (std::size_t i = 0; i < kEntryCount; ++i) library.real[i] = module.find(row(i).name);
}

Library* library_of(std::uintptr_t base) {
  for (Library* at = libraries.load(std::memory_order_acquire); at; at = at->next)
    if (at->base == base) return at;
  return nullptr;
}

/// Makes the module at `base` known as an instance.
Library* add_library(std::uintptr_t base) {
  Library made{};
  unsigned place = 0;
  const bool there = stack::find_module([&](const stack::Module& module) {
    if (++place, module.base() != base) return false;
    read_library(module, made);
    return true;
  });
  if (!there) return nullptr;
  if (place > startup_modules()) pin(made.path);
  release_own_calls(made);
  Locked locked(locks.libraries);
  if (Library* known = library_of(base)) return known;
  auto* library = static_cast<Library*>(arena.allocate(sizeof(Library)));
  if (!library) return nullptr;
  *library = made;
  // Appended, not pushed: the first instance stays the first.
  std::atomic<Library*>* end = &libraries;
  Library* last = end->load(std::memory_order_relaxed);
  if (!last) {
    libraries.store(library, std::memory_order_release);
    return library;
  }
  while (last->next) last = last->next;
  __atomic_store_n(&last->next, library, __ATOMIC_RELEASE);
  return library;
}

void remember(const void* caller, Library* library) {
  stack::Range text;
  const auto address = reinterpret_cast<std::uintptr_t>(caller);
  stack::find_module([&](const stack::Module& module) {
    if (!module.contains(address)) return false;
    text = module.text();
    return true;
  });
  Locked locked(locks.libraries);
  if (!text.end || caller_count == kMostCallers) return;
  callers[caller_count].text = text;
  callers[caller_count].library.store(library, std::memory_order_release);
  ++caller_count;
}

}  // namespace

Library* library_at(const void* address) {
  for (Library* at = libraries.load(std::memory_order_acquire); at;
       at = __atomic_load_n(&at->next, __ATOMIC_ACQUIRE))
    if (at->text.contains(address)) return at;
  return nullptr;
}

Library* library_for(std::size_t entry, const void* caller) {
  for (const Caller& known : callers) {
    Library* library = known.library.load(std::memory_order_acquire);
    if (!library) break;
    if (known.text.contains(caller) && library->real[entry]) return library;
  }
  const Definition found = search(row(entry).name, caller);
  if (!found.address) return nullptr;
  Library* library = library_of(found.base);
  if (!library) library = add_library(found.base);
  if (library) remember(caller, library);
  return library;
}

Library* first_library() { return libraries.load(std::memory_order_acquire); }

}  // namespace lanyard::hook
