// What the shim tells of a violation: once for each distinct one, and how often at the end.
#pragma once

#include "contract/rules.h"
#include "runtime/record/options.h"
#include "runtime/stack/depot.h"
#include "runtime/track/fork.h"
#include "runtime/track/handles.h"

namespace lanyard::hook {
struct Library;
}

namespace lanyard::record {

/// The options in force. Set up before the first call is checked, constant after.
Options& options();

/// A thread in the midst of a call, kept: who it is, where it is, and what made the call.
struct Side {
  track::ThreadName thread;
  const stack::Stack* stack = nullptr;
  bool in_collector = false;  // Python's garbage collector made the call
  bool at_exit = false;       // the thread is ending the process, or its interpreter
};

/// The calling thread, with its stacks. Takes what a report costs; call it inside a call of
/// SQLite's that the shim stands in front of.
Side this_side();

/// The second thread that an event is about. `role` says what it has to do with it: "inside"
/// the connection already, owner of the "transaction", who left the "state", or began the
/// execution of the "cursor".
struct Party {
  track::ThreadName thread;
  std::string_view api;
  std::string_view role;
  const stack::Stack* stack = nullptr;
};

using track::ForkSite;

/// Other connections that an event may be about, where that cannot be told.
struct Candidates {
  const track::Known* known;
  std::size_t count;
};
inline constexpr std::size_t kMostCandidates = 7;

/// A statement's SQL as reports show it.
struct Sql {
  static constexpr std::size_t kLongest = 200;  // bytes
  char buffer[kLongest + 8];
  std::string_view text;  // in the buffer

  /// Copies it from a live handle; "" for other handles, and where it is not to be shown.
  void copy(contract::Handle kind, void* handle, const hook::Library* library);
};

/// A call that breaks a rule. Whoever reports it keeps all that it points to until then; kept
/// stacks and the contract's rows live on.
struct Event {
  const contract::Rule& rule;
  const contract::Function& api;
  void* handle;  // that the call uses
  const track::Known& known;
  const hook::Library* library;
  const Party* other = nullptr;
  const ForkSite* fork = nullptr;
  const Side* use = nullptr;  // the caller, where that is not the calling thread
  const Sql* sql = nullptr;   // of the handle, as it was in the call of `use`
  const Candidates* candidates = nullptr;
  bool in_python = false;  // Python's frames alone tell uses apart: what lies below them varies
};

/// Counts an event, and tells of it once for each distinct one (rule, function, and the
/// stacks of the use, of the home and of the other). Returns whether on_violation is to act:
/// not while the process is ending. Holds no lock while it calls SQLite.
bool add(const Event& event);

/// Does what on_violation asks; may end the process. Returns whether the call is to be
/// refused.
bool act();

/// Both. Where one call breaks several rules, add() each, the most severe first, and act()
/// once.
inline bool report(const Event& event) { return add(event) && act(); }

/// Creates the result file, where one is asked for, when the first call of SQLite is seen:
/// a process without SQLite leaves none, but for one whose SQLite cannot be watched.
void start(const hook::Library& library);

/// Says that a module carries a SQLite of its own inside, which cannot be watched. Creates the
/// result file, where one is asked for.
void tell_unwatched(std::string_view module);

/// Brings the counts up to date and writes the last line. Returns whether violations were
/// seen. Nothing is written after it.
bool finish();

/// In a forked child: its violations are its own, and so is its file.
void start_over();

/// Writes `lanyard: TEXT` and a line's end to stderr, unless file descriptor 2 now is
/// something that a program would not want written to.
void tell(std::string_view text);

}  // namespace lanyard::record
