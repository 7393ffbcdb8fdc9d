// What the checker knows of libraries: which calls start threads, wait for them, take
// locks, and which classes hold a handle that nobody sees.
//
// The rows are data (checker/model/*.yaml), in a form that a project can add to; docs/
// configuration.md explains it to people. This file says what a row means and finds the
// rows of a name; it knows neither SQLite, which is contract/'s, nor Clang.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "contract/contract.h"

namespace lanyard::model {

/// Which operand of a call a row speaks of: an argument's position from 0, or one of
/// the values below.
using Operand = int;
inline constexpr Operand kNone = -1;
inline constexpr Operand kThis = -2;
inline constexpr Operand kReturned = -3;
inline constexpr Operand kCallable = -4;  // the first argument that can be called
inline constexpr Operand kRest = -5;      // the arguments after the one that is called

/// What has to happen for a row to apply.
enum class Trigger { call, construct, destroy, check };

/// What the row says happens then.
enum class Effect {
  spawn,    // a thread starts, and runs `entry`
  join,     // the thread of `thread` has ended
  lock,     // the lock in `takes` is held, or the one in `gives` no longer
  store,    // `into` keeps `entry`, to be run by whoever calls `into`
  run,      // `entry`, or what was stored there, runs on this thread
  queue,    // `into` is a queue, of which one thing runs at a time, or `many`
  collect,  // `entry` ends the objects `into` on a collector's thread, or is such an object
  move,     // the object `entry` belongs to the thread `thread` from now on
  signal,   // whoever waits for `entry` may go on
  wait,     // somebody has signalled `entry`
  handle,   // a handle of kind `kind` is made in `into`
  fork,     // another process goes on from here, or runs `entry`
  stop,     // the process ends at once
  exit,     // the process ends after what it has at_exit
  at_exit,  // `entry` runs when the process exits
  at_fork   // `entry` runs in the child of each fork that `handles`
};

/// The operands that a row hands on, in order: those listed, or all from the first on.
struct Passed {
  std::vector<Operand> operands;
  bool and_following = false;
};

struct Row {
  Effect effect = Effect::spawn;
  Trigger trigger = Trigger::call;
  std::string name;                 // qualified, without template arguments
  std::vector<std::string> when;    // only with an argument of one of these types or values
  std::vector<std::string> unless;  // not with one
  Operand entry = kNone;            // what runs, or what is spoken of
  std::string method;               // spawn: the entry is this method of the object `entry`
  Passed passes;                    // spawn, store, run: what the entry is given
  Operand turn = kNone;             // spawn, run: the queue in which it waits for its turn
  bool alone = false;               // spawn, run: nothing else in that queue runs then
  Operand stored = kNone;           // spawn: what was stored there is given as well
  Operand on = kNone;               // spawn: the object that a slot belongs to
  bool moved = false;               // spawn: only if `on` was moved to a thread
  unsigned fills = 0;               // spawn, collect: leading parameters of the entry filled in
  std::string hands;                // spawn: the same for a first parameter of this type
  std::string members;              // spawn: each function in the struct `entry`, of this type
  std::vector<std::string> first;   // spawn: but those, which run before the others
  std::vector<std::string> last;    // spawn: and those, which run after them
  bool every = false;               // spawn: each argument from `entry` on is an entry
  bool many = false;                // spawn, queue: on several threads at once
  bool joins = false;               // spawn: they have ended when the call returns
  Operand thread = kNone;           // spawn, join, move: the object that stands for the thread
  Operand into = kNone;             // store, queue, collect, handle: where it is kept
  unsigned as = 0;                  // store: which of the entry's arguments `passes` begins with
  Operand takes = kNone;            // lock: held afterwards
  Operand gives = kNone;            // lock: not held afterwards
  Operand tries = kNone;            // lock: held afterwards where the call succeeds
  bool zero = false;                // lock: it answers 0 then
  Operand keeps = kNone;            // lock: the object stands for it, and takes it later
  Operand guard = kNone;            // lock: the object that holds it until it is given back
  bool shared = false;              // lock: others that take it so hold it at the same time
  Operand answers = kNone;          // fork: what is 0 in the child
  bool handles = false;             // fork: the child runs what is registered by at_fork
  contract::Handle kind = contract::Handle::none;  // handle
  Operand named = kNone;                           // handle: the text that names it program-wide
  bool finds = false;                              // handle: one that was made before
  /// store, run: the one object that is meant where no operand, or a null pointer, names one.
  std::string standard;
};

/// A class that holds a handle, where its methods' bodies are not seen.
struct HandleClass {
  std::string name;  // qualified, without template arguments
  contract::Handle kind = contract::Handle::none;
  std::vector<std::string> any_thread;  // methods that every thread may call
  std::vector<std::string> ends;        // methods after which the handle is no more
  bool opens = true;                    // a constructor without arguments makes a handle
  bool shared = false;                  // a copy is the same handle: ending one ends nothing
  std::string standard;                 // without an argument: what is named so by `named`
  /// What methods do to the state that all threads share of a connection: the function of SQLite's
  /// that they call for it, and after a blank the SQL that they run, if they always run the same.
  std::map<std::string, std::string> means;
};

/// What the data files, and a project's own, say.
struct Rules {
  std::vector<Row> rows;
  std::vector<HandleClass> handles;
  std::vector<std::string> types;        // C types that stand for a thread or a lock
  std::vector<std::string> this_thread;  // functions that answer which thread calls them
  std::vector<std::string> hands_on;     // functions that call no callable they are given
  std::uint64_t digest = 0;              // a hash of the text that they come from
};

/// All rows, found by name. Immutable once filled, so threads can share one.
class Library {
 public:
  /// The rows that come with Lanyard, read once a process. The data is part of the program,
  /// so a mistake in it is a bug: the program ends with the message that add() gives.
  static const Library& built_in();

  /// A project's own rows, and after them those that come with Lanyard.
  static Library with(const Rules& project);

  /// Adds the rows of a YAML text. `name` is what messages call it. Returns "" or one
  /// line `NAME:LINE:COLUMN: reason`; rows before the mistake are not added either.
  std::string add(std::string_view text, std::string_view name);

  void add(const Rules& rules);

  /// The rows of a qualified name, in the order they were added. Ask mentions() first:
  /// building a qualified name costs more than that look-up.
  std::vector<const Row*> find(Trigger trigger, std::string_view qualified_name) const;

  /// Whether a row speaks of the class with this qualified name, or of its methods, or the
  /// data names it as a C type that stands for a thread or a lock.
  bool has_class(const std::string& qualified_name) const {
    return classes_.count(qualified_name) != 0;
  }

  /// Whether the function with this qualified name answers which thread calls it.
  bool is_this_thread(const std::string& qualified_name) const {
    return this_thread_.count(qualified_name) != 0;
  }

  /// Whether the function with this qualified name takes a callable as it takes any other
  /// value: it hands it on and does not call it.
  bool hands_on(const std::string& qualified_name) const {
    return hands_on_.count(qualified_name) != 0;
  }

  /// A hash of all texts that were added, in their order: equal for equal libraries.
  std::uint64_t digest() const { return digest_; }

  /// The last parts of the names of the classes that hold a handle.
  std::vector<std::string> handle_words() const;

  /// The row of a class that holds a handle, or nullptr.
  const HandleClass* handle_class(std::string_view qualified_name) const;

  /// Whether any row's or class's name ends in `::word`, or is `word`.
  bool mentions(std::string_view word) const;

 private:
  void add_built_in();

  std::uint64_t digest_ = 0;
  std::unordered_map<std::string, std::vector<Row>> rows_;  // by the name's last part
  std::unordered_map<std::string, std::vector<HandleClass>> handles_;
  std::unordered_set<std::string> classes_, this_thread_, hands_on_;
};

}  // namespace lanyard::model
