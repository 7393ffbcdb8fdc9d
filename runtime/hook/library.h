// The instances of SQLite in the process.
//
// There may be several (a private copy beside the system's), and a handle must go back to
// the one that made it: its record says which. Only calls without a known handle are
// resolved from the module that makes them, in the order in which the dynamic linker
// would have bound that module's call had the shim not stood in front.
#pragma once

#include <cstdint>

#include "runtime/hook/entries.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

struct EntrySet;

/// One instance. Found once, pinned in memory, never forgotten.
struct Library {
  Library* next;
  unsigned number;  // 0 for the one found first
  bool stays;       // the process was started with it: nothing unloads it
  std::uintptr_t base;
  stack::Range text;  // its code: calls that come from here are its own
  const char* path;
  const char* version;  // sqlite3_libversion(), or ""
  int (*threadsafe)();  // each of the next may be nullptr in an old or trimmed build
  void* (*db_mutex)(void*);
  void* (*mutex_alloc)(int);
  const char* (*db_filename)(void*, const char*);
  const char* (*sql)(void*);
  void* (*db_handle)(void*);
  void* real[kEntryCount];  // by entry; nullptr where the instance lacks the function
  void* call[kEntryCount];  // the same for calls; never nullptr
};

/// The first instances, by their numbers; the others lie elsewhere. A call must reach its SQLite
/// though memory has run out: there is room for the usual number.
[[gnu::visibility("hidden")]] extern constinit Library first_libraries[kVariants];

/// The instance whose code holds `address`, or nullptr. Takes no lock.
Library* library_at(const void* address);

/// The instance that a call of `entry` by the code at `caller` reaches, or nullptr when
/// no module in the process defines the function.
Library* library_for(std::size_t entry, const void* caller);

/// The instance that defines what lies at `address`, made known; nullptr when no module does,
/// or one before the shim in the global scope, which nothing of ours can be put in front of.
Library* library_defining(const void* address);

/// Whether a module is little else than SQLite: a library that others use.
bool is_mostly_sqlite(const stack::Module& module);

/// Whether the module at `base` is known as an instance.
bool is_library(std::uintptr_t base);

/// Whether the program's own calls of `entry` reach this instance, the modules being those
/// that the process started with: then so do everybody's.
bool is_global(std::size_t entry, const Library& library);

/// Whether any module that a call by the code at `caller` may reach has the function.
bool is_defined(std::size_t entry, const void* caller);

/// Makes known that the module of the code at `caller` searches its own scope first
/// (RTLD_DEEPBIND): its calls are for the instance there that defines the first of the entries
/// which any defines. Returns it, or nullptr.
Library* bind_to_own_scope(const EntrySet& entries, const void* caller);

/// The instance of that number, or nullptr.
Library* library_number(unsigned number);

/// Keeps all instances in memory for good: a pointer into an unloaded one crashes. Waits for
/// the dynamic linker's lock, whose holder may wait for a call of SQLite's to return: only where
/// the caller is about to do that anyway.
void pin_libraries();

/// The instance found first, or nullptr: what the result file's first line tells.
Library* first_library();

}  // namespace lanyard::hook
