// What the threads that share a connection do to it, and what each can no longer rely on.
//
// A connection gets this when a second thread uses it. From then on every call of every thread
// is noted here, under the lock: enter() before it, leave() after it. Between two calls the
// connection's own state (rowid, counts, last error, whether a transaction is open) is read
// through the library, so what is judged is what SQLite says, not what SQL text suggests.
//
// Time is the connection's own count of such notes. One call came after another only where its
// enter() came after the other's leave(); of calls that overlap nobody knows which came first,
// so by themselves they prove nothing, and a report rests on a call that cannot have come
// earlier, or on a value that is not what the thread left.
//
// A thread can leave a call without its leave(): longjmp or an exception, out of a callback.
// The call's place on the stack tells: what stands at the same place or above it is a new
// call, only what stands below it is nested in it.
#pragma once

#include "contract/rules.h"
#include "runtime/track/handles.h"

namespace lanyard::track {

/// What a connection's last call left, as SQLite answers it.
struct Values {
  bool are_known;
  bool autocommit;
  int error;  // extended
  int changes;
  int total_changes;
  std::int64_t rowid;
};

/// The parts of Values that a call can ask for.
enum class State : std::uint8_t { rowid, changes, error };
inline constexpr std::size_t kStates = 3;

/// Of a statement of a shared connection: who began the execution that it is in. While nobody did
/// (thread 0), entry and stack are those of the last one, traced at that count of
/// Shared::switches.
struct Cursor {
  Trace by;
  std::uint32_t switches;
  Cursor* next_free;
};

/// One thread that uses a shared connection. Of more than kMostCallers the one that has not
/// called for longest is forgotten, and with it what it could have relied on.
struct Caller {
  ThreadName name;    // number 0: free
  const void* frame;  // where the call that it is inside stands, nullptr outside
  std::uint16_t entry;
  bool runs;                           // that call runs statements
  bool is_watched;                     // another thread has met it there
  std::uint64_t entered;               // when that call began
  std::uint64_t last_run;              // when the last call that runs statements ended
  std::uint64_t left_at[kStates];      // when its last call ended that sets the state; 0: none
  Values left;                         // what that call left
  std::uint64_t replaced_by[kStates];  // when its last call began that replaced the state
  Trace replacer[kStates];             // the first such call since another thread's
  bool is_traced[kStates];
  std::uint64_t last_used;
};
inline constexpr std::size_t kMostCallers = 24;

struct Shared {
  Shared* next_free;
  std::uint64_t now;
  std::uint32_t last_caller;
  std::uint32_t switches;  // from one calling thread to another
  std::uint32_t home;
  bool is_home_private;  // the home has a call in progress that began before the sharing
  Trace transaction;     // who opened the one that is open
  Caller callers[kMostCallers];
};

/// A call, as it is noted.
struct Call {
  const contract::Function& api;
  std::uint16_t entry;
  std::uint32_t thread;
  const void* frame;  // where it stands on its thread's stack
  bool is_busy;       // its statement is being stepped; asked while has_cursor is not set
};

/// What a call must remember until its leave().
struct Entered {
  std::uint64_t at;
  Values before;
  std::uint8_t caller;  // in Shared::callers
  bool is_nested;       // inside another call of its own thread
  bool begins_cursor;
  bool is_watched;  // another thread met it inside
};

/// A broken rule, and the second thread.
struct Broken {
  const contract::Rule* rule;
  std::string_view role;
  Trace other;
  ThreadName name;  // of that thread
};

struct Verdict {
  static constexpr std::size_t kMost = 3;
  Broken broken[kMost];
  std::size_t count = 0;
  Caller* inside = nullptr;  // a thread that is inside the connection already
};

/// What leave() found that a report may want a stack for: of the call that ends.
struct Wanted {
  bool transaction = false;
  bool cursor = false;
  bool state[kStates] = {};
  bool any() const { return transaction || cursor || state[0] || state[1] || state[2]; }
};

/// How a call ended.
struct Left {
  Values now{};
  int answer = 0;       // a result code, where the call answers one
  bool writes = false;  // it ran statements that may change data
};

/// Makes a private connection shared; false when memory is spent. What its owner left is
/// unknown until settle_home(). The caller holds the lock, as for everything below.
bool share(Connection& connection);

/// Gives back what a connection was shared by, or what a statement kept of its executions.
void give(Shared* shared);
void give(Cursor* cursor);

/// Says what the owner had left when the connection became shared, unless it was inside a call
/// then, or has called since.
void settle_home(Shared& shared, const Values& now);

/// Notes that a call begins, and judges it. `record` is its handle's, where it has one of its
/// own; `asked` the policy.
Verdict enter(Shared& shared, const Call& call, const Values& now, Record* record,
              contract::Policy asked, Entered& entered);

/// Notes that a call is over. `record` is nullptr where the handle is gone. Sets
/// `entered.is_watched`.
Wanted leave(Shared& shared, const Call& call, Entered& entered, const Left& left, Record* record);

/// Notes that a call ends which began when the connection was the thread's own. Sets `entered`.
void leave_private(Shared& shared, const Call& call, const Values& now, Entered& entered);

/// Notes that a call was refused.
void cancel(Shared& shared, const Entered& entered, Record* record);

/// Keeps the stack of a call that leave() wanted one for.
void keep_trace(Shared& shared, const Entered& entered, const Wanted& wanted, const Trace& trace,
                const ThreadName& name, Record* record);

}  // namespace lanyard::track
