// Entering and leaving a call, where it is not the common case; see entry.h.
#include "runtime/hook/entry.h"

#include <pthread.h>

#include "runtime/base/memory.h"
#include "runtime/hook/process.h"
#include "runtime/hook/python_refused.h"
#include "runtime/record/report.h"
#include "runtime/record/sites.h"
#include "runtime/stack/creation.h"
#include "runtime/stack/depot.h"

namespace lanyard::hook {

namespace {

using contract::Handle;
using contract::Mode;

// The entry that this thread is opening a connection by, or kEntryCount. SQLite runs code of
// the program in there (auto-extensions) that uses the handle before open returns it.
constinit thread_local std::size_t opening = kEntryCount;

/// Whether SQLite, or the shim on its behalf, makes the call: a tail call of the library
/// returns into the shim.
bool is_nested(const void* caller) {
  return library_at(caller) || stack::shim_text().contains(caller);
}

/// Whether SQLite answers this for a mutex while it has none: where it was configured
/// single-thread (its source, mutex_noop.c).
bool stands_for_mutex(const void* mutex) { return reinterpret_cast<std::uintptr_t>(mutex) == 8; }

/// A connection without a mutex is in multi-thread or in single-thread mode. What sqlite3_config
/// was told shows in the mutexes that there are besides: a static one is not made by the question.
Mode mode_of(const Library& library, void* connection) {
  constexpr int kStaticMain = 2;  // SQLITE_MUTEX_STATIC_MAIN
  if (library.threadsafe && library.threadsafe() == 0) return Mode::single_thread;
  if (!library.db_mutex) return Mode::unknown;
  if (const void* mutex = library.db_mutex(connection))
    return stands_for_mutex(mutex) ? Mode::single_thread : Mode::serialized;
  const bool has_none = library.mutex_alloc && stands_for_mutex(library.mutex_alloc(kStaticMain));
  return has_none ? Mode::single_thread : Mode::multi_thread;
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

/// By what the record of the handle that a call uses is found; nullptr when nothing is known.
///
/// A handle whose creation the shim did not see is left alone and not remembered, since
/// its end would not be seen either, and its address would pass for another handle's. But
/// a statement that SQLite made for itself and showed to a callback tells its connection.
void* known_by(const Visit& visit, void* caller) {
  void* const handle = visit.handle;
  Library& library = *visit.library;
  const Handle kind = visit.kind();
  const bool is_opening = !visit.is_second && kind == Handle::connection && opening != kEntryCount;
  const std::uint32_t home = track::home_of(handle).thread;
  // During an open, a record of another thread's may be a stale one of the same address.
  if (home) return !is_opening || home == track::this_thread.number ? handle : nullptr;
  if (is_opening) add_connection({handle, kind, &library, caller}, opening, false);
  return kind == Handle::statement && library.db_handle ? library.db_handle(handle) : nullptr;
}

/// Who makes a handle that derives from another one, by the call whose LANYARD_FRAME is `frame`.
/// What is below Python's frames says nothing more.
const stack::Stack* maker(const void* frame) {
  const record::Options& options = record::options();
  const stack::Stack* python = options.python ? stack::python_here(options.stack_depth) : nullptr;
  return python ? python : stack::callers_of(frame, options.stack_depth);
}

/// Lists a site that was not seen before. In a Guard's scope.
void list_site(std::size_t entry, const void* caller) {
  if (!is_this_process() || !record::add_site(caller)) return;
  if (!is_nested(caller)) record::write_site(row(entry), caller);
}

}  // namespace

Call::Call(std::size_t entry, void* handle, void* caller, const void* stack, bool is_second)
    : stack_(stack) {
  const Found found(handle);
  Library* library = found.library();
  if (record::is_new_site(caller)) {
    Guard guard;
    // What a signal handler calls while the shim is at work is listed the next time.
    if (!guard.is_again()) list_site(entry, caller);
  }
  if (track::is_idle(*found.connection, track::identity())) {
    real_ = found.real(entry);
    found.mark(entry, stack);
    inside_ = found.connection;
    return;
  }
  if (library) real_ = library->real[entry];
  // Inside one of the thread's own calls, in a callback or as the library's own call.
  if (real_ && found.is_own() && found.connection->inside.load(std::memory_order_relaxed) &&
      stack < found.connection->frame.load(std::memory_order_relaxed))
    return;
  const bool checks = is_checking();
  if (!library) library = library_at(caller);
  real_ = library ? library->real[entry] : nullptr;
  if (library && is_nested(caller)) return;
  Guard guard;
  if (!library && handle && !guard.is_again()) library = track::library_of(handle);
  if (!library && !guard.is_again()) library = library_for(entry, caller);
  if (!library) library = first_library();
  real_ = library ? library->real[entry] : nullptr;
  if (!real_) {
    tell_missing(static_cast<unsigned>(entry));
    return;
  }
  if (guard.is_again() || !handle || !checks || is_nested(caller)) return;
  record::start(*library);
  track::number_this_thread();
  visit_.entry = static_cast<std::uint16_t>(entry);
  visit_.is_second = is_second;
  visit_.handle = handle;
  visit_.library = library;
  visit_.frame = stack;
  visit_.known = known_by(visit_, caller);
  if (!visit_.known) return;
  switch (hook::begin(visit_)) {
    case Way::own: inside_ = visit_.connection; break;
    case Way::noted: is_noted_ = true; break;
    case Way::refused: refused_ = real_, real_ = nullptr; break;
    case Way::nested:
    case Way::through: break;
  }
}

namespace {

bool is_other_connection(std::size_t entry, const Found& first, const Found& second) {
  if (!second.library() || second.connection == first.connection) return false;
  return !second.is_own() || !may_overlap(row(entry), *second.connection);
}

}  // namespace

Second::Second(std::size_t entry, const void* first, void* second, void* caller, const void* stack)
    : is_used_(second && is_other_connection(entry, Found(first), Found(second))),
      call_(is_used_ ? Call(entry, second, caller, stack, true) : Call(nullptr)) {}

void Call::end(int answer) {
  if (inside_ && inside_->owner.load(std::memory_order_relaxed) == track::this_thread.number)
    return inside_->inside.store(0, std::memory_order_relaxed);
  if (inside_) return end_own(inside_, stack_);
  // Not in a child that was forked inside the call, and runs unchecked.
  if (!is_noted_ || !is_checking()) return;
  Guard guard;
  hook::end(visit_, answer);
}

void tell_missing_call(std::size_t entry) {
  Guard guard;
  tell_missing(static_cast<unsigned>(entry));
}

void end_own(track::Connection* connection, const void* stack) {
  if (!is_checking()) return;
  Guard guard;
  if (!guard.is_again()) end_shared(connection, stack);
}

void add_own(std::size_t entry, void* made, void* parent, void* caller, const void* frame) {
  if (!made) return;
  Guard guard;
  if (guard.is_again()) return;
  Library* library = Found(parent).library();
  if (!library) return;  // another thread closed it meanwhile
  track::add_derived({made, row(entry).made, library, caller, maker(frame)}, parent);
}

void drop_own(void* handle) {
  Guard guard;
  // A process that is no longer checked forgets as well: the address may be another library's.
  if (!guard.is_again()) track::release(handle);
}

Creation::Creation(std::size_t entry, void* handle, void* caller, const void* stack,
                   const void* frame, Library* library)
    : entry_(entry),
      parent_(handle),
      caller_(caller),
      frame_(frame),
      library_(library),
      call_(library ? Call(library->real[entry]) : Call(entry, handle, caller, stack)) {
  if (!real() || is_nested(caller)) return;
  Guard guard;
  if (guard.is_again() || !is_checking()) return;
  if (handle) library_ = track::library_of(handle);
  if (!library_) library_ = library_for(entry, caller);
  is_tracked_ = library_;
  if (!is_tracked_) return;
  record::start(*library_);
  track::number_this_thread();
  if (record::is_new_site(caller)) list_site(entry, caller);
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
    birth.created = maker(frame_);
    return track::add_derived(birth, parent_);
  }
  watch_refusals(caller_);
  add_connection(birth, entry_, true);
}

int Creation::settle(int answer, void* out) {
  // A failed open leaves a handle that must be closed; a failed derivation leaves none.
  const bool has_made = out && (answer == contract::result::ok || row(entry_).act == Act::open);
  add(has_made ? *static_cast<void**>(out) : nullptr);
  return call_.leave(answer);
}

void* Creation::settle(void* made) {
  add(made);
  return call_.leave(made);
}

Release::Release(std::size_t entry, void* handle, void* caller, const void* stack)
    : call_(entry, handle, caller, stack) {
  // Nested or not: a callback's tail call passes for one of the library's own.
  if (!real() || !handle) return;
  Guard guard;
  if (guard.is_again()) return;
  // Only sqlite3_close may answer that it did not free.
  if (entry == hook::entry("sqlite3_close"))
    record_ = track::take_out(handle);
  else
    track::release(handle);
}

int Release::settle(int answer) {
  if (record_) {
    Guard guard;
    if (answer == contract::result::busy)
      track::put_back(record_);
    else
      track::forget(record_);
  }
  return call_.leave(answer);
}

}  // namespace lanyard::hook
