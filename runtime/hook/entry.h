// What every entry point does: find who owns the handle, and hand the call on.
//
// The common case, a thread that uses a connection which nobody else has used, is decided
// here, inline, by one look into a hash table; everything else is in entry.cpp and visit.cpp.
//
// The thread notes that it is inside, without a lock or an atomic instruction, since it alone
// writes there. A second thread makes the connection shared first, and looks then: in the few
// instructions between the owner's look at the owner and its note, it may miss that the owner
// is on its way in, once in the life of a connection. What the owner left is not trusted
// then: it finds the connection shared at the end of its call, and says so.
#pragma once

#include <type_traits>

#include "runtime/hook/entries.h"
#include "runtime/hook/library.h"
#include "runtime/hook/visit.h"
#include "runtime/track/fork.h"
#include "runtime/track/handles.h"

#define LANYARD_ENTRY extern "C" __attribute__((visibility("default")))
#define LANYARD_CALLER __builtin_return_address(0)

namespace lanyard::hook {

inline constexpr int kMisuse = 21;  // SQLITE_MISUSE

/// How a call goes on.
struct Passage {
  void* real;  // nullptr when it is refused, or when no SQLite has the function
  // The connection that the thread is alone with and inside of; nullptr when there is nothing
  // to be done at the end, and track::nobody where the visit is to be ended.
  track::Connection* inside;
};

/// Judges a call where it is not the common case.
Passage pass_slowly(std::size_t entry, void* handle, void* caller, Visit& visit);

/// The same for a call's second handle alone. Returns whether the call may go on.
bool pass_second(std::size_t entry, void* second, void* caller, Visit& visit);

/// Ends a call whose connection is not the thread's own, or no longer.
void end_slowly(track::Connection* inside, int answer, Visit& visit);

/// A handle's record and connection, found without the lock.
struct Found {
  explicit Found(const void* handle) : record(track::find(handle)) {
    if (record) connection = record->connection.load(std::memory_order_relaxed);
  }

  /// Whether the calling thread alone has used the connection.
  bool is_own() const {
    return record && connection->owner.load(std::memory_order_relaxed) == track::identity();
  }

  track::Record* record;
  track::Connection* connection = nullptr;
};

/// One call: to whom it goes, and that its thread is inside meanwhile.
///
/// Each entry point has one, and ends it by leave(), not by a destructor: a longjmp or an
/// exception out of a callback runs neither, and what is noted bears that. `visit` lies in the
/// entry point's frame, and its address tells how deep the call stands; it is filled only
/// where the call is not the common case.
class Call {
 public:
  /// Judges the call of `entry` on `handle`.
  [[gnu::always_inline]] Call(std::size_t entry, void* handle, void* caller, Visit& visit)
      : visit_(visit) {
    const Found found(handle);
    if (!found.is_own() || !mark(entry, found)) [[unlikely]]
      passage_ = pass_slowly(entry, handle, caller, visit);
  }

  /// The same for a call that uses a second handle. One call is one use: the second is looked
  /// at only where the first is the thread's own.
  Call(std::size_t entry, void* handle, void* second, void* caller, Visit& visit) : visit_(visit) {
    const Found found(handle);
    const Found other(second);
    const bool is_second_foreign = second && other.record && !other.is_own() && found.is_own();
    if (is_second_foreign && !pass_second(entry, second, caller, visit))
      passage_ = {};
    else if (!found.is_own() || !mark(entry, found))
      passage_ = pass_slowly(entry, handle, caller, visit);
  }

  /// A call without a handle, whose entry point knows the real function.
  Call(void* real, Visit& visit) : passage_{real, nullptr}, visit_(visit) {}

  /// The real function; nullptr when the call does not reach it.
  void* real() const { return passage_.real; }

  /// Notes that the call is over. Returns `answer`.
  template <typename Answer>
  [[gnu::always_inline]] Answer leave(Answer answer) {
    if (!passage_.inside) return answer;
    if (passage_.inside->owner.load(std::memory_order_relaxed) == track::this_thread) [[likely]] {
      passage_.inside->inside.store(0, std::memory_order_relaxed);
      return answer;
    }
    if constexpr (std::is_same_v<Answer, int>)
      end_slowly(passage_.inside, answer, visit_);
    else
      end_slowly(passage_.inside, 0, visit_);
    return answer;
  }
  [[gnu::always_inline]] void leave() { leave(0); }

 private:
  /// Marks the owner as inside its connection; false where that is not all there is to do.
  [[gnu::always_inline]] bool mark(std::size_t entry, const Found& found) {
    track::Record* const record = found.record;
    track::Connection* const connection = found.connection;
    passage_ = {record->library->real[entry], nullptr};
    if (!passage_.real) [[unlikely]]
      return false;
    if (connection->inside.load(std::memory_order_relaxed)) [[unlikely]]
      return &visit_ < connection->frame.load(std::memory_order_relaxed);  // inside its own call
    passage_.inside = connection;
    connection->frame.store(&visit_, std::memory_order_relaxed);
    connection->inside.store(static_cast<std::uint32_t>(entry) + 1, std::memory_order_relaxed);
    const contract::Part part = row(entry).part;
    if (part == contract::Part::bind) record->is_bound.store(true, std::memory_order_relaxed);
    if (part == contract::Part::step || part == contract::Part::reset)
      record->is_bound.store(false, std::memory_order_relaxed);
    return true;
  }

  Passage passage_;
  Visit& visit_;
};

/// The real function, typed.
template <typename Signature>
Signature* as(void* real) {
  return reinterpret_cast<Signature*>(real);
}

/// A call that creates a handle.
class Creation {
 public:
  /// `handle` is what the new one derives from, or nullptr; `library` the instance that makes
  /// it, where the entry point says so.
  Creation(std::size_t entry, void* handle, void* caller, Library* library = nullptr);

  /// nullptr when the call does not reach SQLite.
  void* real() const { return call_.real(); }

  /// Registers what the call stored through `out`. Returns `answer`.
  int settle(int answer, void* out);

  /// Registers the handle that the call returned, and returns it.
  void* settle(void* made);

 private:
  void add(void* made);

  std::size_t entry_;
  void* parent_;
  void* caller_;
  Library* library_;
  std::size_t was_opening_ = kEntryCount;  // by an open that this one is inside
  bool is_tracked_ = false;
  Visit visit_;
  Call call_;
};

/// What a call that creates a handle and is refused leaves in the program's variable: no
/// handle, as SQLite does on failure.
inline void leave_nothing(void* out) {
  if (out) *static_cast<void**>(out) = nullptr;
}

/// A call that frees a handle. Its record is dropped first, since another thread may be
/// given the same address before the call returns.
class Release {
 public:
  Release(std::size_t entry, void* handle, void* caller);

  void* real() const { return call_.real(); }

  /// Puts the record back when SQLite refused to close. Returns `answer`.
  int settle(int answer);

 private:
  track::Record* record_ = nullptr;
  Visit visit_;
  Call call_;
};

}  // namespace lanyard::hook
