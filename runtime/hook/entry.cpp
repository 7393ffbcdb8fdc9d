// Entering and leaving a call, where it is not the common case; see entry.h.
#include "runtime/hook/entry.h"

#include <pthread.h>

#include "runtime/base/memory.h"
#include "runtime/hook/process.h"
#include "runtime/hook/python_refused.h"
#include "runtime/record/report.h"
#include "runtime/stack/creation.h"
#include "runtime/stack/depot.h"

namespace lanyard::hook {

namespace {

using contract::Handle;
using contract::Mode;

constexpr const contract::Rule& kCrossThreadUse = *contract::find_rule("cross-thread-use");
constexpr const contract::Rule& kUseAfterFork = *contract::find_rule("use-after-fork");
constexpr int kOk = 0, kBusy = 5;  // SQLITE_OK, SQLITE_BUSY

// The entry that this thread is opening a connection by, or kEntryCount. SQLite runs code of
// the program in there (auto-extensions) that uses the handle before open returns it.
constinit thread_local std::size_t opening = kEntryCount;

/// Whether SQLite, or the shim on its behalf, makes the call: a tail call of the library
/// returns into the shim.
bool is_nested(const void* caller) {
  return library_at(caller) || stack::shim_text().contains(caller);
}

Mode mode_of(const Library& library, void* connection) {
  if (library.threadsafe && library.threadsafe() == 0) return Mode::single_thread;
  if (!library.db_mutex) return Mode::unknown;
  return library.db_mutex(connection) ? Mode::serialized : Mode::multi_thread;
}

/// Registers a connection with the calling thread and its stacks. One that is still being
/// opened is asked nothing.
void add_connection(const track::Birth& birth, std::size_t entry, bool is_open) {
  const record::Options& options = record::options();
  Scratch scratch;
  if (!scratch.data()) return;
  const stack::Capture capture(scratch.data(), Scratch::kSize, options.stack_depth, options.python);
  track::Opening opened{};
  opened.mode = is_open ? mode_of(*birth.library, birth.handle) : Mode::unknown;
  opened.is_open = is_open;
  opened.opened_by = static_cast<std::uint16_t>(entry);
  opened.home = track::name_this_thread(capture.python);
  opened.created = stack::keep(capture);
  opened.ident = pthread_self();
  if (is_open && birth.library->db_filename)
    opened.file = birth.library->db_filename(birth.handle, "main");
  track::add_connection(birth, opened);
}

/// Finds out who owns the handle that a call uses; false when nobody is known to.
///
/// A handle whose creation the shim did not see is left alone and not remembered, since
/// its end would not be seen either, and its address would pass for another handle's. But
/// a statement that SQLite made for itself and showed to a callback tells its connection.
bool know(std::size_t entry, void* handle, Library& library, void* caller, track::Known& known) {
  const Handle kind = row(entry).handle;
  const bool is_opening = kind == Handle::connection && opening != kEntryCount;
  track::look_up(handle, known);
  // During an open, a record of another thread's may be a stale one of the same address.
  if (known.home) return !is_opening || known.home == track::this_thread;
  if (is_opening) add_connection({handle, kind, &library, caller}, opening, false);
  if (kind != Handle::statement || !library.db_handle) return false;
  track::look_up(library.db_handle(handle), known);
  known.kind = kind;
  known.id = 0;
  known.caller = nullptr;
  known.created = nullptr;
  return known.home;
}

/// Reports the first rule that a call breaks. Returns whether it is to be refused.
bool check(std::size_t entry, void* handle, const track::Known& known, Library* library) {
  const track::ForkSite* fork = track::fork_since(known.home);
  // Of what has no connection, a forked child has a copy.
  if (fork && !known.has_connection) return false;
  const contract::Rule& rule = fork ? kUseAfterFork : kCrossThreadUse;
  return record::report({rule, row(entry), handle, known, library, nullptr, fork});
}

}  // namespace

void* pass_slowly(std::size_t entry, void* handle, void* caller) {
  const bool checks = is_checking();
  const track::Record* record = track::find(handle);
  Library* library = record ? record->library : library_at(caller);
  if (library && is_nested(caller)) return library->real[entry];
  Guard guard;
  if (!library && handle && !guard.is_again()) library = track::library_of(handle);
  if (!library) library = guard.is_again() ? first_library() : library_for(entry, caller);
  void* real = library ? library->real[entry] : nullptr;
  if (!real) return tell_missing(static_cast<unsigned>(entry)), nullptr;
  if (guard.is_again() || !handle || !checks || is_nested(caller)) return real;
  record::start(*library);
  track::number_this_thread();
  track::Known known;
  if (!know(entry, handle, *library, caller, known)) return real;
  if (known.home == track::this_thread) return real;
  const bool is_refused = check(entry, handle, known, library);
  return is_refused && is_refusable(row(entry)) ? nullptr : real;
}

Creation::Creation(std::size_t entry, void* handle, void* caller, Library* library)
    : entry_(entry),
      parent_(handle),
      caller_(caller),
      library_(library),
      real_(library ? library->real[entry] : pass(entry, handle, caller)) {
  if (!real_ || is_nested(caller)) return;
  Guard guard;
  if (guard.is_again() || !is_checking()) return;
  if (handle) library_ = track::library_of(handle);
  if (!library_) library_ = library_for(entry, caller);
  is_tracked_ = library_;
  if (!is_tracked_) return;
  record::start(*library_);
  track::number_this_thread();
  if (row(entry).act != Act::open) return;
  was_opening_ = opening;
  opening = entry;
}

void Creation::add(void* made) {
  if (!is_tracked_) return;
  const Function& function = row(entry_);
  if (function.act == Act::open) opening = was_opening_;
  if (!made) return;
  Guard guard;
  track::Birth birth{made, function.made, library_, caller_};
  if (function.act != Act::open) {
    const record::Options& options = record::options();
    if (options.python) birth.created = stack::python_here(options.stack_depth);
    return track::add_derived(birth, parent_);
  }
  watch_refusals(caller_);
  add_connection(birth, entry_, true);
}

int Creation::settle(int answer, void* out) {
  // A failed open leaves a handle that must be closed; a failed derivation leaves none.
  const bool has_made = out && (answer == kOk || row(entry_).act == Act::open);
  add(has_made ? *static_cast<void**>(out) : nullptr);
  return answer;
}

void* Creation::settle(void* made) {
  add(made);
  return made;
}

Release::Release(std::size_t entry, void* handle, void* caller)
    : real_(pass(entry, handle, caller)) {
  // Nested or not: a callback's tail call passes for one of the library's own.
  if (!real_ || !handle) return;
  Guard guard;
  if (guard.is_again() || !is_checking()) return;
  // Only sqlite3_close may answer that it did not free.
  if (entry == hook::entry("sqlite3_close"))
    record_ = track::take_out(handle);
  else
    track::release(handle);
}

int Release::settle(int answer) {
  if (!record_) return answer;
  Guard guard;
  if (answer == kBusy)
    track::put_back(record_);
  else
    track::forget(record_);
  return answer;
}

}  // namespace lanyard::hook
