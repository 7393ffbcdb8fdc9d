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
#define LANYARD_SLOW static __attribute__((noinline, cold))
#define LANYARD_CALLER __builtin_return_address(0)
// Of an entry point that makes a handle: where the frames of its callers begin. The function keeps
// a frame pointer for it.
#define LANYARD_FRAME __builtin_frame_address(0)

namespace lanyard::hook {

/// Where the stack of the function stands that this is inlined into, the same all through it:
/// of two calls by one thread, the inner one's is lower.
[[gnu::always_inline]] inline const void* stack_here() {
#if defined(__x86_64__)
  const void* stack;
  asm volatile("movq %%rsp, %0" : "=r"(stack));
  return stack;
#else
  return __builtin_frame_address(0);
#endif
}

/// Puts that into `frame`.
[[gnu::always_inline]] inline void note_stack_here(std::atomic<const void*>& frame) {
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
  asm volatile("movq %%rsp, %0" : "=m"(frame));
#else
  frame.store(stack_here(), std::memory_order_relaxed);
#endif
}

/// Ends a call that began when `connection` was the thread's own; it may be shared since, or
/// another one.
void end_own(track::Connection* connection, const void* stack);

/// The same with the call's answer, which the entry point need not keep meanwhile.
template <typename Answer>
[[gnu::noinline, gnu::cold]] Answer end_own(track::Connection* connection, const void* stack,
                                            Answer answer) {
  end_own(connection, stack);
  return answer;
}

/// A handle's record and connection, found without the lock, and the common case: a thread
/// that is alone with its connection.
struct Found {
  [[gnu::always_inline]] explicit Found(const void* handle) : Found(track::seek(handle)) {}

  [[gnu::always_inline]] explicit Found(track::Record* found)
      : record(found), connection(found->connection.load(std::memory_order_relaxed)) {}

  /// The statement that the calling thread stepped last, or nothing.
  [[gnu::always_inline]] static Found last_stepped() { return Found(track::this_thread.stepped); }

  /// The same as Found(handle) for a statement: mostly it is the one stepped last.
  [[gnu::always_inline]] static Found statement(const void* handle) {
    const Found last = last_stepped();
    if (last.is(handle)) [[likely]]
      return last;
    return Found(handle);
  }

  /// The same for a step, which makes it last_stepped(), where the thread is alone with it. That is
  /// of the first instance always: its functions are found without a look at the connection's.
  [[gnu::always_inline]] static Found to_step(const void* handle) {
    const Found last = last_stepped();
    if (last.is(handle)) [[likely]]
      return last;
    const Found found(handle);
    if (found.is_simply_own() && found.connection->library == &first_libraries[0])
      track::this_thread.stepped = found.record;
    return found;
  }

  /// Whether it still is the record of `handle`.
  [[gnu::always_inline]] bool is(const void* handle) const {
    return glance(record->handle) == handle;
  }

  /// The instance that the handle goes back to; nullptr when nothing is known of it.
  Library* library() const { return connection->library; }

  /// Whether the calling thread alone has used the connection.
  bool is_own() const { return track::is_own(*connection, track::identity()); }

  /// The same on the common path; else more is to be done. It is enough for a call that changes
  /// nothing, also inside another one.
  [[gnu::always_inline]] bool is_simply_own() const {
    return track::is_own(*connection, track::fast_identity());
  }

  /// Whether the thread is outside besides, which a call that is noted has to be.
  [[gnu::always_inline]] bool is_idle() const {
    return track::is_idle(*connection, track::fast_identity());
  }

  /// is_simply_own() of last_stepped(), in fewer instructions. It does not ask whether the process
  /// is a fork's: note_fork() has made the thread forget, and after a fork by a bare system call
  /// the next step asks.
  [[gnu::always_inline]] bool is_still_own() const {
    return track::is_own(*connection, track::this_thread.number);
  }

  /// After that: the real function of `entry`.
  [[gnu::always_inline]] void* real(std::size_t entry) const {
    return connection->library->call[entry];
  }

  /// Marks the thread as inside. `stack` is where the call stands.
  void mark(std::size_t entry, const void* stack) const {
    mark(entry);
    connection->frame.store(stack, std::memory_order_relaxed);
  }

  /// The same, but for the stack.
  [[gnu::always_inline]] void mark(std::size_t entry) const {
    connection->inside.store(static_cast<std::uint32_t>(entry) + 1, std::memory_order_relaxed);
    const contract::Part part = row(entry).part;
    if (part == contract::Part::bind) record->is_bound.store(true, std::memory_order_relaxed);
    const bool ends = part == contract::Part::step || part == contract::Part::reset;
    if (ends && row(entry).act != Act::release)
      record->is_bound.store(false, std::memory_order_relaxed);
  }

  /// Marks the thread as inside a call of `entry` where is_idle(); else returns false.
  [[gnu::always_inline]] bool enter(std::size_t entry) const {
    if (!is_idle()) [[unlikely]]
      return false;
    note_stack_here(connection->frame);
    mark(entry);
    return true;
  }

  /// Notes that the call is over that enter() began. Returns `answer`.
  template <typename Answer>
  [[gnu::always_inline]] Answer leave(Answer answer) const {
    if (glance(connection->shared)) [[unlikely]]
      return end_own(connection, stack_here(), answer);
    connection->inside.store(0, std::memory_order_relaxed);
    return answer;
  }

  /// The same where the call freed the handle: the connection may be gone with it, or another
  /// thread's by now.
  template <typename Answer>
  Answer leave_freed(Answer answer) const {
    if (connection->owner.load(std::memory_order_relaxed) != track::this_thread.number) [[unlikely]]
      return end_own(connection, stack_here(), answer);
    connection->inside.store(0, std::memory_order_relaxed);
    return answer;
  }

  track::Record* record;          // never nullptr: `nothing` when none is found
  track::Connection* connection;  // never nullptr: nobody's then
};

/// One call: to whom it goes, and that its thread is inside meanwhile.
///
/// It is ended by leave(), not by a destructor: a longjmp or an exception out of a callback runs
/// neither, and what is noted bears that.
class Call {
 public:
  /// Judges the call of `entry` on `handle`, which stands at `stack`. `is_second` tells that this
  /// is the call's second handle.
  Call(std::size_t entry, void* handle, void* caller, const void* stack, bool is_second = false);

  /// A call of the real function that nobody is to judge.
  explicit Call(void* real) : real_(real) {}

  /// The real function; nullptr when the call is refused, or when no SQLite has the function.
  void* real() const { return real_; }

  /// The real function of a call that is refused, or nullptr.
  void* refused() const { return refused_; }

  /// Notes that the call is over. Returns `answer`. The handle's connection may be gone.
  template <typename Answer>
  Answer leave(Answer answer) {
    if constexpr (std::is_same_v<Answer, int>)
      end(answer);
    else
      end(0);
    return answer;
  }
  void leave() { end(0); }

 private:
  void end(int answer);

  void* real_ = nullptr;
  void* refused_ = nullptr;
  track::Connection* inside_ = nullptr;  // that the thread is alone with
  const void* stack_ = nullptr;
  bool is_noted_ = false;  // by visit_
  Visit visit_{};
};

/// The use that a call makes of its second handle, where that belongs to another connection than
/// the first: two handles of one connection are one use. Begins before the Call, and ends before
/// it.
class Second {
 public:
  Second(std::size_t entry, const void* first, void* second, void* caller, const void* stack);

  bool is_refused() const { return is_used_ && !call_.real(); }
  void leave() {
    if (is_used_) call_.leave();
  }

 private:
  bool is_used_;
  Call call_;
};

/// Says that the program calls a function which its SQLite does not have.
void tell_missing_call(std::size_t entry);

/// The real function, typed.
template <typename Signature>
Signature* as(void* real) {
  return reinterpret_cast<Signature*>(real);
}

/// Registers what a call of `entry` made out of `parent`, whose connection is the thread's own;
/// nothing where `made` is nullptr. `frame` is the entry point's LANYARD_FRAME.
void add_own(std::size_t entry, void* made, void* parent, void* caller, const void* frame);

/// The handle that a call stored through `out`, where it answered that it did.
inline void* made_by(int answer, void* out) {
  return answer == contract::result::ok && out ? *static_cast<void**>(out) : nullptr;
}

/// Drops what is known of a handle that is about to be freed, of the thread's own connection.
void drop_own(void* handle);

/// A call that creates a handle, where it is not that simple.
class Creation {
 public:
  /// `handle` is what the new one derives from, or nullptr; `stack` where the call stands;
  /// `frame` the entry point's LANYARD_FRAME; `library` the instance that makes it, where the entry
  /// point says so.
  Creation(std::size_t entry, void* handle, void* caller, const void* stack, const void* frame,
           Library* library = nullptr);

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
  const void* frame_;
  Library* library_;
  std::size_t was_opening_ = kEntryCount;  // by an open that this one is inside
  bool is_tracked_ = false;
  Call call_;
};

/// What a call that creates a handle and is refused leaves in the program's variable: no
/// handle, as SQLite does on failure.
inline void leave_nothing(void* out) {
  if (out) *static_cast<void**>(out) = nullptr;
}

/// What SQLite says of a misuse: the error that a refused call leaves to who asks for its text.
inline void* misuse_text() { return const_cast<char*>("bad parameter or other API misuse"); }
inline void* misuse_text16() { return const_cast<char16_t*>(u"bad parameter or other API misuse"); }

/// A call that frees a handle, where it is not that simple. Its record is dropped first, since
/// another thread may be given the same address before the call returns.
class Release {
 public:
  Release(std::size_t entry, void* handle, void* caller, const void* stack);

  void* real() const { return call_.real(); }

  /// Puts the record back when SQLite refused to close. Returns `answer`.
  int settle(int answer);

 private:
  track::Record* record_ = nullptr;
  Call call_;
};

}  // namespace lanyard::hook
