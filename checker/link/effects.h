// What running a function does, as its callers see it.
//
// Effects speak of places that outlive the call: parameters, `this`, globals, what is
// returned. A caller puts its own places in their stead (Binding). This is how what a
// function does reaches the functions that can tell what comes before and after.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker/link/call_path.h"
#include "checker/link/limits.h"
#include "checker/summary/summary.h"

namespace lanyard::link {

using summary::Place;
using summary::Root;
using Places = std::set<Place>;

/// What of a connection's state a call leaves for the next to read; or-ed.
enum State : std::uint8_t {
  kRowid = 1,
  kChanges = 2,
  kError = 4,
  kRows = 8,          // of the database: what a transaction of another call's takes in
  kTransaction = 16,  // a transaction is open
};

/// A handle is used.
struct Use {
  Place place;
  contract::Handle kind = contract::Handle::none;
  std::string api;
  Spot spot;
  CallPath calls;           // that lead to it, on the thread that makes it
  bool ends = false;        // it is released
  std::uint8_t leaves = 0;  // State
  std::uint8_t reads = 0;   // State that an earlier call left
  bool guessed = false;     // by a function whose body nobody has
  bool elsewhere = false;   // by a thread that the function starts and waits for
  Places locks;             // held meanwhile
  Places assumed;           // those that only an attribute says the function's callers hold
  Places given_back;        // locks, or their guards, that the function's callers held until then
  Places after;             // the threads that have ended by then, the signals waited for
  Places before;            // the signals that the function gives only afterwards
  Places rebound;           // the handles that its thread took over by then (lanyard_rebind)
};

/// A handle is created.
struct Create {
  Place place;
  Place parent;
  contract::Handle kind = contract::Handle::none;
  contract::Mode mode = contract::Mode::unknown;
  Spot spot;
  contract::Sql sql = contract::Sql::unknown;
  Location nomutex;  // where its flags name SQLITE_OPEN_NOMUTEX, or nowhere
};

/// A call reads what an earlier call left, and there may be others between the two.
struct Reading {
  Use use;             // that reads; its locks are held from the earlier call on
  State state;         //
  std::string before;  // the earlier call
  Spot since;          // and where it stands
};

/// A callable that the function runs and that only a caller can know.
struct Pending {
  Place callable;
  std::vector<Place> arguments;
  Places locks;
  Spot handed;  // the call that says what it is, where a thread runs it; or nowhere
};

/// A use by another thread, with the way the handle came there.
struct Crossing {
  Use use;
  Place as;         // what the entry function calls the handle
  std::string how;  // "captured by value"
};

/// A thread that the function starts.
struct Running {
  Spot spot;          // where it is started, or where its work is handed over
  Place thread;       // the object that stands for it; none if nobody can wait for it
  Place callable;     // the callable object or function that it runs
  std::string entry;  // the key of the function, where it is known
  std::vector<Crossing> uses;
  std::vector<Reading> readings;
  std::vector<Create> creates;
  std::vector<Pending> pending;
  Places signals;           // what it signals
  bool touches = false;     // it calls SQLite with some handle, be it one of its own
  std::uint32_t since = 0;  // the event of the scope it stands in that hands the work over
  bool many = false;        // several threads run it at once
  bool stored = false;  // it runs what was stored before: the hand-over is the start all the same
  Location starter;     // where the thread itself is started, whatever it is handed
  std::uint32_t started = 0;  // the event of the scope that does it
  bool queued = false;        // it takes this up after that, from where it was put for it
  bool several = false;       // that event can start another one that takes up the same
  bool collected = false;     // it is a collector's: it ends what nobody else has any more
};

/// A fork whose child goes on.
struct Fork {
  Spot spot;
  std::string api;
  Place answer;          // what is 0 in the child; none where only the child goes on
  bool handles = false;  // the child first runs what the program has registered for that
};

/// What the child of a fork uses, and may have from its parent.
struct Inherited {
  Use use;
  Fork fork;
};

struct Effects {
  std::vector<Use> uses;
  std::vector<Reading> readings;
  std::vector<Create> creates;
  std::vector<summary::Flow> flows;
  Places joins;
  Places signals, waits;
  Places any_thread;             // handles that any thread may use
  Places rebound;                // handles whose home is this thread for certain when it returns
  std::vector<Running> running;  // threads that may still run when the function returns
  std::vector<Pending> pending;
  std::set<std::pair<Place, Place>> acquired;  // locks held at the end, with their guards
  Places released;                             // locks, or guards, given back
  std::map<Place, Spot> handovers;             // where work was stored, by its `()` field
  std::vector<Fork> forks;                     // whose child goes on with what the caller does
  std::vector<Inherited> inherited;
  bool returns = true;       // otherwise nothing that follows the call ever happens
  bool exits = false;        // it always ends the process, by exit()
  bool touches = false;      // it calls SQLite with some handle, or runs what does
  bool initialises = false;  // SQLite is set up when it returns
};

bool operator==(const Effects& a, const Effects& b);

/// How many things the effects tell.
std::size_t size_of(const Effects& effects);

/// A call's places in the stead of the callee's.
struct Binding {
  Place receiver;
  Place result;
  std::vector<Place> arguments;

  /// The caller's name for a place of the callee, or none.
  Place operator()(const Place& place) const;
  Places operator()(const Places& places) const;
  Effects operator()(const Effects& effects) const;
  Use operator()(Use use) const;
  Create operator()(Create create) const;
  Pending operator()(Pending pending) const;
  Running operator()(Running running) const;
  Fork operator()(Fork fork) const;
  Reading operator()(Reading reading) const;
};

/// `base` and the fields `path[from…]`, or none if that is deeper than we follow.
Place extended(Place base, const std::vector<std::string>& path, std::size_t from = 0);

/// Whether `place` is `prefix` or a part of it.
bool is_part_of(const Place& place, const Place& prefix);

/// The lock, or the one that this is the readers' side of.
Place whole_lock(Place lock);

/// Whether a lock is nothing but a place in a queue that runs several things at once: what is sent
/// there to run alone is kept apart from the rest, which nobody would call a lock.
bool is_wide_queue(const Place& lock);

/// Whether one lock of each list keeps the two who hold them apart. A lockable object and the
/// mutex inside it are one lock: a guard takes the object, the object's own method takes the
/// mutex. Two readers are not kept apart.
bool exclude(const Places& mine, const Places& theirs);

/// Whether a caller can name this place.
bool is_outward(const Place& place);

}  // namespace lanyard::link
