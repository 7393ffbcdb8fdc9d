// A call on a connection that threads share, or by a thread that is not its home: what it
// breaks, and what it leaves. The fast path in entry.h never comes here.
#pragma once

#include "runtime/hook/library.h"
#include "runtime/track/shared.h"

namespace lanyard::hook {

/// A call on its way, and what is known of it. Lies in the entry point's frame.
struct Visit {
  std::uint16_t entry;
  bool is_second;                 // the handle is the call's second one
  void* handle;                   // that the call uses
  void* known;                    // that its record is found by: `handle`, or its connection
  Library* library;               // that made it
  const void* frame;              // where the call stands on its thread's stack
  track::Connection* connection;  // referred to by this visit, or nullptr
  std::uint64_t record;  // the id of the statement's record, 0 where it has none of its own
  track::Entered entered;

  /// What kind of handle it uses.
  contract::Handle kind() const { return is_second ? row(entry).second : row(entry).handle; }
};

/// What becomes of a call.
enum class Way : std::uint8_t {
  own,      // the thread is alone with the connection, and is now marked as inside it
  nested,   // the same, inside another of its calls
  through,  // goes on; nothing is noted of it
  noted,    // goes on; end with end()
  refused,  // does not reach SQLite
};

/// Whether a call's use of its second handle's connection is none that another thread can meet.
inline bool may_overlap(const Function& function, const track::Connection& connection) {
  return contract::lends_second(function) && connection.facts.mode == contract::Mode::serialized;
}

/// Judges a call and notes that it begins. The first six members of `visit` are set.
Way begin(Visit& visit);

/// Notes that a call is over. `answer` is what it returned, where that is an int.
void end(Visit& visit, int answer);

/// The same for a call that began while `connection` was the thread's own, and which another
/// thread came to share meanwhile. It may be another one's by now.
void end_shared(track::Connection* connection, const void* frame);

}  // namespace lanyard::hook
