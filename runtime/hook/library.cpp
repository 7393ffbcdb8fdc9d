// The instances of SQLite in the process; see library.h.
#include "runtime/hook/library.h"

#include <dlfcn.h>

#include <atomic>
#include <cstring>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/hook/entry_index.h"
#include "runtime/hook/process.h"
#include "runtime/hook/rebind.h"
#include "runtime/hook/scope.h"

namespace lanyard::hook {

namespace {

constexpr std::size_t kMostCallers = 64;  // modules whose library is remembered

/// Which library a module's calls go to. Filled once, then only read, until the module is
/// unloaded.
struct Caller {
  stack::Range text;
  std::uint32_t path;  // hash of the module's
  std::atomic<Library*> library;

  bool is(const stack::Module& module) const {
    return text.begin == module.text().begin && text.end == module.text().end &&
           path == stack::gnu_hash(module.path());
  }
};

constinit std::atomic<Library*> libraries{nullptr};
constinit Caller callers[kMostCallers] = {};
constinit std::size_t first_count = 0;  // how many of first_libraries are in use; under the lock
constinit Arena arena;
constinit std::atomic<std::size_t> caller_count{0};
constinit std::atomic<unsigned long long> unloads_seen{0};
constinit std::atomic<unsigned> pinned{0};  // how many of `libraries`, from the first on

template <typename Function>
void take(const stack::Module& module, std::string_view name, Function& function) {
  function = reinterpret_cast<Function>(module.find(name));
}

/// From the first to the last function of the interface that a module defines.
stack::Range interface_of(const stack::Module& module) {
  stack::Range span{UINTPTR_MAX, 0};
  for (std::size_t i = 0; i < kEntryCount; ++i) {
    const stack::Range function = module.extent(name_of(i));
    if (!function.end) continue;
    if (function.begin < span.begin) span.begin = function.begin;
    if (function.end > span.end) span.end = function.end;
  }
  return span.end ? span : stack::Range{};
}

/// The code that is SQLite's own. A module may hold much else beside it, whose calls are
/// the program's: then what lies between the functions of the interface counts.
stack::Range own_text(const stack::Module& module) {
  return is_mostly_sqlite(module) ? module.text() : interface_of(module);
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
  take(module, "sqlite3_mutex_alloc", library.mutex_alloc);
  take(module, "sqlite3_db_filename", library.db_filename);
  take(module, "sqlite3_sql", library.sql);
  take(module, "sqlite3_db_handle", library.db_handle);
  library.version = version ? version() : "";
  for (std::size_t i = 0; i < kEntryCount; ++i) library.real[i] = module.find(name_of(i));
}

Library* library_of(std::uintptr_t base) {
  for (Library* at = libraries.load(std::memory_order_acquire); at; at = at->next)
    if (at->base == base) return at;
  return nullptr;
}

/// Whether a module is SQLite, and not a wrapper that defines some of its functions and hands
/// them on.
bool is_sqlite(const stack::Module& module) { return module.find("sqlite3_libversion"); }

/// Finds the first SQLite among the modules that the process was started with, and what is
/// defined by wrappers before it: a call goes through these. `wrapped` has kEntryCount places.
/// Returns its base, or 0.
std::uintptr_t find_wrapped(void** wrapped) {
  std::uintptr_t base = 0;
  unsigned left = startup_modules();
  bool is_behind = false;
  stack::find_module([&](const stack::Module& module) {
    if (!left--) return true;
    const bool is_candidate = is_behind;
    is_behind = is_behind || stack::is_shim(module);
    if (!is_candidate) return false;
    if (is_sqlite(module)) base = module.base();
    for (std::size_t i = 0; !base && i < kEntryCount; ++i)
      if (!wrapped[i]) wrapped[i] = module.find(name_of(i));
    return base != 0;
  });
  return base;
}

/// Room for one more, under the lock; nullptr when there is none.
Library* make_room() {
  if (first_count < kVariants) return &first_libraries[first_count++];
  return static_cast<Library*>(arena.allocate(sizeof(Library)));
}

/// Keeps an instance, and numbers it; returns the one that another thread kept first.
Library* keep(const Library& made) {
  Locked locked(locks.libraries);
  if (Library* known = library_of(made.base)) return known;
  Library* library = make_room();
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
  library->number = last->number + 1;
  __atomic_store_n(&last->next, library, __ATOMIC_RELEASE);
  return library;
}

/// Makes the module at `base` known as an instance; or, where that is a wrapper, the one which
/// it wraps.
Library* add_library(std::uintptr_t base) {
  void* wrapped[kEntryCount] = {};
  const std::uintptr_t inner = find_wrapped(wrapped);
  const bool is_wrapper = stack::find_module(
      [&](const stack::Module& module) { return module.base() == base && !is_sqlite(module); });
  if (is_wrapper && inner) base = inner;
  if (Library* known = library_of(base)) return known;
  Library made{};
  unsigned place = 0;
  const bool there = stack::find_module([&](const stack::Module& module) {
    if (++place, module.base() != base) return false;
    read_library(module, made);
    return true;
  });
  if (!there) return nullptr;
  made.stays = place <= startup_modules();
  release_own_calls(made);
  for (std::size_t i = 0; base == inner && i < kEntryCount; ++i)
    if (wrapped[i]) made.real[i] = wrapped[i];
  for (std::size_t i = 0; i < kEntryCount; ++i)
    made.call[i] = made.real[i] ? made.real[i] : missing_points[i];
  Library* library = keep(made);
  if (library) bind_own_tables(*library);
  return library;
}

void remember(const void* caller, Library* library) {
  stack::Range text;
  std::uint32_t path = 0;
  stack::find_module([&](const stack::Module& module) {
    if (!module.contains(reinterpret_cast<std::uintptr_t>(caller))) return false;
    text = module.text();
    path = stack::gnu_hash(module.path());
    return true;
  });
  Locked locked(locks.libraries);
  const std::size_t count = caller_count.load(std::memory_order_relaxed);
  if (!text.end || count == kMostCallers) return;
  callers[count].text = text;
  callers[count].path = path;
  callers[count].library.store(library, std::memory_order_relaxed);
  caller_count.store(count + 1, std::memory_order_release);
}

/// Another module may be where an unloaded one was.
void forget_unloaded() {
  const unsigned long long unloads = stack::unload_count();
  if (unloads_seen.exchange(unloads, std::memory_order_relaxed) == unloads) return;
  const std::size_t count = caller_count.load(std::memory_order_acquire);
  bool is_there[kMostCallers] = {};
  stack::find_module([&](const stack::Module& module) {
    for (std::size_t i = 0; i < count; ++i) is_there[i] = is_there[i] || callers[i].is(module);
    return false;
  });
  for (std::size_t i = 0; i < count; ++i)
    if (!is_there[i]) callers[i].library.store(nullptr, std::memory_order_relaxed);
}

/// The instance in the module at `base`, made known if it was not.
Library* library_in(std::uintptr_t base) {
  Library* library = library_of(base);
  if (!library) library = add_library(base);
  return library;
}

}  // namespace

constinit Library first_libraries[kVariants] = {};

Library* library_at(const void* address) {
  for (Library* at = libraries.load(std::memory_order_acquire); at;
       at = __atomic_load_n(&at->next, __ATOMIC_ACQUIRE))
    if (at->text.contains(address)) return at;
  return nullptr;
}

Library* library_for(std::size_t entry, const void* caller) {
  forget_unloaded();
  const std::size_t count = caller_count.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < count; ++i) {
    Library* library = callers[i].library.load(std::memory_order_relaxed);
    if (library && callers[i].text.contains(caller) && library->real[entry]) return library;
  }
  const Definition found = search(row(entry).name, caller);
  Library* library = found.address ? library_in(found.base) : nullptr;
  if (library) remember(caller, library);
  return library;
}

Library* library_defining(const void* address) {
  std::uintptr_t base = 0;
  const bool is_found = stack::find_module([&](const stack::Module& module) {
    if (!module.contains(reinterpret_cast<std::uintptr_t>(address))) return false;
    base = module.base();
    return !stack::is_shim(module) && is_sqlite(module);
  });
  return is_found && !precedes_shim(base) ? library_in(base) : nullptr;
}

bool is_mostly_sqlite(const stack::Module& module) {
  const stack::Range span = interface_of(module), all = module.text();
  return (span.end - span.begin) * 2 > all.end - all.begin;
}

bool is_library(std::uintptr_t base) { return library_of(base); }

bool is_global(std::size_t entry, const Library& library) {
  return search_startup(row(entry).name).address == library.real[entry];
}

bool is_defined(std::size_t entry, const void* caller) {
  return search(row(entry).name, caller).address;
}

Library* bind_to_own_scope(const EntrySet& entries, const void* caller) {
  Definition found;
  for (std::size_t i = 0; i < kEntryCount && !found.address; ++i)
    if (entries.has[i]) found = search_own_scope(row(i).name, caller);
  Library* library = found.address ? library_in(found.base) : nullptr;
  if (library) remember(caller, library);
  return library;
}

Library* library_number(unsigned number) {
  Library* at = first_library();
  while (at && at->number != number) at = __atomic_load_n(&at->next, __ATOMIC_ACQUIRE);
  return at;
}

void pin_libraries() {
  const unsigned done = pinned.load(std::memory_order_acquire);
  unsigned count = 0;
  for (Library* at = libraries.load(std::memory_order_acquire); at;
       at = __atomic_load_n(&at->next, __ATOMIC_ACQUIRE), ++count)
    if (count >= done && !at->stays && *at->path)
      dlopen(at->path, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  pinned.store(count, std::memory_order_release);
}

Library* first_library() { return libraries.load(std::memory_order_acquire); }

}  // namespace lanyard::hook
