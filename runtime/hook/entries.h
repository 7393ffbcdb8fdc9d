// The functions that the shim stands in front of, numbered: those rows of the contract
// that use or create a handle.
//
// What any thread may call, what lives inside a callback, and what takes no handle is not
// exported: the program reaches SQLite directly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "contract/functions.h"

// A sanitizer's runtime looks its own functions up by dlsym before code that it has
// instrumented can run: a shim built with one leaves dlsym and dlopen alone.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LANYARD_HAS_DOORS 0
#else
#define LANYARD_HAS_DOORS 1
#endif

namespace lanyard::hook {

using contract::Act;
using contract::Function;

constexpr bool is_entry(const Function& function) {
  return contract::is_use(function) || contract::creates(function);
}

constexpr std::size_t count_entries() {
  std::size_t count = 0;
  for (const Function& function : contract::kFunctions)
    if (is_entry(function)) ++count;
  return count;
}

inline constexpr std::size_t kEntryCount = count_entries();

/// Places in the contract's table.
struct EntryTable {
  std::uint16_t rows[kEntryCount];
};

constexpr EntryTable number_entries() {
  EntryTable table{};
  std::size_t next = 0;
  for (std::size_t i = 0; i < contract::kFunctionCount; ++i)
    if (is_entry(contract::kFunctions[i])) table.rows[next++] = static_cast<std::uint16_t>(i);
  return table;
}

inline constexpr EntryTable kEntries = number_entries();

/// The shim's own function of each entry, whatever the program's calls are bound to.
extern void* const entry_points[kEntryCount];

/// What stands in for each entry that an instance of SQLite lacks: it says so, and refuses.
extern void* const missing_points[kEntryCount];

/// A call without a handle does not tell which instance of SQLite it is for. Who asked dlsym
/// for such a function in one instance gets an entry point that leads there.
inline constexpr unsigned kVariants = 8;  // instances that have entry points of their own
struct Variants {
  std::size_t entry;
  void* points[kVariants];  // by the instance's number
};

/// The entry point of `entry` for one instance; nullptr where `number` is too high. Entries
/// that take a handle have one for all: the handle's record names the instance.
void* entry_point(std::size_t entry, unsigned number);

/// What the shim exports beside its entries: the functions of libc that it stands in front of,
/// and those of lanyard.h.
inline constexpr std::string_view kOtherExports[] = {
    "__asan_default_options",
#if __GLIBC_PREREQ(2, 34)
    "_Fork",
#endif
    "clone",
    "dlclose",
#if LANYARD_HAS_DOORS
    "dlopen",
    "dlsym",
#endif
    "lanyard_any_thread",
    "lanyard_rebind",
    "lanyard_shim_any_thread",
    "lanyard_shim_rebind",
    "pthread_create",
    "thrd_create",
    "_exit",
    "_Exit",
};

/// An entry's row of the contract.
constexpr const Function& row(std::size_t entry) {
  return contract::kFunctions[kEntries.rows[entry]];
}

/// By which function a connection came to its home, as Facts::opened_by numbers it.
constexpr std::string_view opener_name(std::uint16_t opened_by) {
  return opened_by < kEntryCount ? std::string_view(row(opened_by).name) : "lanyard_rebind";
}

/// The number of an entry; kEntryCount for a function that is none.
constexpr std::size_t entry(std::string_view name) {
  for (std::size_t i = 0; i < kEntryCount; ++i)
    if (row(i).name == name) return i;
  return kEntryCount;
}

/// Whether a call only looks at something, and is over at once: none of the program's code runs in
/// it, and where the connection is the thread's own there is nothing to wait for. Nobody can meet
/// the thread inside, so that it need not say that it is.
constexpr bool is_brief(const Function& function) {
  const bool looks = function.act == Act::use || function.act == Act::read_state;
  return looks && !contract::creates(function) && function.second_argument == contract::kNowhere &&
         (function.part == contract::Part::column || function.flags & contract::no_mutex);
}

/// Whether a call may be refused. One that frees never is, or the program would leak.
constexpr bool is_refusable(const Function& function) { return function.act != Act::release; }

/// What a refused call answers where it answers a number: a misuse, or else what SQLite answers
/// where there is nothing to tell.
constexpr int refused_answer(const Function& function) {
  if (function.flags & contract::result_code) return contract::result::misuse;
  for (const std::string_view name :
       {"sqlite3_error_offset", "sqlite3_limit", "sqlite3_txn_state", "sqlite3_db_readonly"})
    if (function.name == name) return -1;
  if (function.name == "sqlite3_column_type") return 5;      // SQLITE_NULL
  return function.name == "sqlite3_get_autocommit" ? 1 : 0;  // no transaction that could be ended
}

/// Whether a program takes for granted that the call answers an object. A refused one is made
/// without a handle: sqlite3_column_value then answers SQLite's own NULL (its source, columnMem()),
/// and sqlite3_str_new a string (documented).
constexpr bool always_answers(const Function& function) {
  return function.name == "sqlite3_column_value" || function.name == "sqlite3_str_new";
}

}  // namespace lanyard::hook
