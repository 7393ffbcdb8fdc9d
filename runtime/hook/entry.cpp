// Entering and leaving a call, where it is not the common case; see entry.h.
#include "runtime/hook/entry.h"

#include "runtime/base/memory.h"
#include "runtime/hook/process.h"
#include "runtime/record/report.h"
#include "runtime/stack/depot.h"

namespace lanyard::hook {

namespace {

using contract::Handle;
using contract::Mode;

constexpr int kOk = 0, kBusy = 5;  // SQLITE_OK, SQLITE_BUSY

// How many opens this thread is inside, and what it is closing. SQLite runs code of the
// program in both (auto-extensions, destructors of functions) that uses the handle.
constinit thread_local unsigned opening = 0;
constinit thread_local const void* closing = nullptr;

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

/// Registers a connection with the calling thread and its stacks. An adopted one is asked
/// nothing: it may be half open, or closed long ago.
void add_connection(const track::Birth& birth, std::size_t entry, bool is_adopted) {
  const record::Options& options = record::options();
  Scratch scratch;
  if (!scratch.data()) return;
  const stack::Capture capture(scratch.data(), Scratch::kSize, options.stack_depth, options.python);
  track::Opening opened{};
  opened.mode = is_adopted ? Mode::unknown : mode_of(*birth.library, birth.handle);
  opened.opened_by = is_adopted ? track::kNoEntry : static_cast<std::int16_t>(entry);
  opened.adopted_by = is_adopted ? static_cast<std::int16_t>(entry) : track::kNoEntry;
  opened.home = track::name_this_thread(capture.python);
  opened.created = stack::keep(capture);
  if (!is_adopted && birth.library->db_filename)
    opened.file = birth.library->db_filename(birth.handle, "main");
  track::add_connection(birth, opened);
}

/// Registers a handle whose creation the shim did not see: made by another library's call,
/// or used by an auto-extension before open returned. A statement tells its connection,
/// any other handle belongs to who uses it first.
void adopt(std::size_t entry, void* handle, Library* library, void* caller) {
  const track::Birth birth{handle, row(entry).handle, library, caller};
  if (birth.kind == Handle::connection) return add_connection(birth, entry, true);
  const bool has_parent = birth.kind == Handle::statement && library->db_handle;
  track::add_derived(birth, has_parent ? library->db_handle(handle) : nullptr);
}

/// What is known of the handle a call uses. A connection's record from before the open that
/// this thread is inside is a stale one of the same address.
void know(std::size_t entry, void* handle, Library* library, void* caller, track::Known& known) {
  if (handle == closing) return;
  track::look_up(handle, known);
  const bool is_stale = opening && row(entry).handle == Handle::connection;
  if (known.home && (known.home == track::this_thread || !is_stale)) return;
  adopt(entry, handle, library, caller);
  known = {};
  track::look_up(handle, known);
}

}  // namespace

void* pass_slowly(std::size_t entry, void* handle, void* caller) {
  const track::Record* record = track::find(handle);
  Library* library = record ? record->library : library_at(caller);
  if (library && is_nested(caller)) return library->real[entry];
  Guard guard;
  if (!library) library = guard.is_again() ? first_library() : library_for(entry, caller);
  void* real = library ? library->real[entry] : nullptr;
  if (!real) return tell_missing(static_cast<unsigned>(entry)), nullptr;
  if (guard.is_again() || !handle || !is_checking() || is_nested(caller)) return real;
  record::start(*library);
  track::number_this_thread();
  track::Known known;
  know(entry, handle, library, caller, known);
  if (!known.home || known.home == track::this_thread) return real;
  const bool is_refused = record::report_use({row(entry), handle, known, *library});
  return is_refused && is_refusable(row(entry)) ? nullptr : real;
}

Creation::Creation(std::size_t entry, void* handle, void* caller)
    : entry_(entry), parent_(handle), caller_(caller), real_(pass(entry, handle, caller)) {
  if (!real_ || is_nested(caller)) return;
  Guard guard;
  if (guard.is_again() || !is_checking()) return;
  const track::Record* record = handle ? track::find(handle) : nullptr;
  library_ = record ? record->library : library_for(entry, caller);
  is_tracked_ = library_;
  if (!is_tracked_) return;
  record::start(*library_);
  track::number_this_thread();
  if (row(entry).act == Act::open) ++opening;
}

void Creation::add(void* made) {
  if (!is_tracked_) return;
  const Function& function = row(entry_);
  if (function.act == Act::open) --opening;
  if (!made) return;
  Guard guard;
  const track::Birth birth{made, function.made, library_, caller_};
  if (function.act == Act::open)
    add_connection(birth, entry_, false);
  else
    track::add_derived(birth, parent_);
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
    : entry_(entry), real_(pass(entry, handle, caller)) {
  if (!real_ || !handle || is_nested(caller)) return;
  Guard guard;
  if (guard.is_again() || !is_checking()) return;
  if (row(entry).handle == Handle::connection) {
    is_closing_ = true;
    closing = handle;
  }
  // Only sqlite3_close may answer that it did not free.
  if (entry == hook::entry("sqlite3_close"))
    record_ = track::take_out(handle);
  else
    track::release(handle);
}

int Release::settle(int answer) {
  if (is_closing_) closing = nullptr;
  if (!record_) return answer;
  Guard guard;
  if (answer == kBusy)
    track::put_back(record_);
  else
    track::forget(record_);
  return answer;
}

}  // namespace lanyard::hook
