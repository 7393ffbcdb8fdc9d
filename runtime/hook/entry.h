// What every entry point does: find who owns the handle, and hand the call on.
//
// The common case, a thread that uses its own handle, is decided here, inline, by one look
// into a hash table; everything else is in entry.cpp.
#pragma once

#include "runtime/hook/entries.h"
#include "runtime/hook/library.h"
#include "runtime/track/fork.h"
#include "runtime/track/handles.h"

#define LANYARD_ENTRY extern "C" __attribute__((visibility("default")))
#define LANYARD_CALLER __builtin_return_address(0)

namespace lanyard::hook {

inline constexpr int kMisuse = 21;  // SQLITE_MISUSE

/// pass() for all but the common case.
void* pass_slowly(std::size_t entry, void* handle, void* caller);

/// The real function that a call of `entry` on `handle` goes to, after the policy has been
/// checked; nullptr when the call is refused, or when no SQLite has the function.
inline void* pass(std::size_t entry, void* handle, void* caller) {
  const track::Record* record = track::find(handle);
  if (record && record->home == track::identity())
    if (void* real = record->library->real[entry]) return real;
  return pass_slowly(entry, handle, caller);
}

/// The same for a call that uses a second handle. One call is one use: the second is looked
/// at only where the first is the thread's own.
inline void* pass(std::size_t entry, void* handle, void* second, void* caller) {
  const auto is_own = [](const track::Record* record) {
    return record && record->home == track::identity();
  };
  const track::Record* other = second ? track::find(second) : nullptr;
  if (other && !is_own(other) && is_own(track::find(handle)))
    if (!pass_slowly(entry, second, caller)) return nullptr;
  return pass(entry, handle, caller);
}

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

  /// As pass(): nullptr when the call does not reach SQLite.
  void* real() const { return real_; }

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
  void* real_;
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

  void* real() const { return real_; }

  /// Puts the record back when SQLite refused to close. Returns `answer`.
  int settle(int answer);

 private:
  track::Record* record_ = nullptr;
  void* real_;
};

}  // namespace lanyard::hook
