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

#include "checker/link/finding.h"
#include "checker/summary/summary.h"

namespace lanyard::link {

using summary::Place;
using summary::Root;
using Places = std::set<Place>;

/// A place in the program's text, for people.
struct Spot {
  Location where;
  std::string function;
};

/// A handle is used.
struct Use {
  Place place;
  contract::Handle kind = contract::Handle::none;
  std::string api;
  Spot spot;
  bool ends = false;       // it is released
  bool guessed = false;    // by a function whose body nobody has
  bool elsewhere = false;  // by a thread that the function starts and waits for
  Places locks;            // held meanwhile
  Places after;            // the threads that have ended by then, the signals waited for
  Places before;           // the signals that the function gives only afterwards
};

/// A handle is created.
struct Create {
  Place place;
  Place parent;
  contract::Handle kind = contract::Handle::none;
  contract::Mode mode = contract::Mode::unknown;
  Spot spot;
};

/// A callable that the function runs and that only a caller can know.
struct Pending {
  Place callable;
  std::vector<Place> arguments;
  Places locks;
  Spot spot;
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
  std::vector<Create> creates;
  std::vector<Pending> pending;
  Places signals;           // what it signals
  std::uint32_t since = 0;  // the event of the scope it stands in that hands the work over
  bool many = false;        // several threads run it at once
};

/// A fork whose child goes on.
struct Fork {
  Spot spot;
  std::string api;
  Place answer;  // what is 0 in the child; none where only the child goes on
};

/// What the child of a fork uses, and may have from its parent.
struct Inherited {
  Use use;
  Fork fork;
};

struct Effects {
  std::vector<Use> uses;
  std::vector<Create> creates;
  std::vector<summary::Flow> flows;
  Places joins;
  Places signals, waits;
  std::vector<Running> running;  // threads that may still run when the function returns
  std::vector<Pending> pending;
  std::set<std::pair<Place, Place>> acquired;  // locks held at the end, with their guards
  Places released;                             // locks, or guards, given back
  std::map<Place, Spot> handovers;             // where work was stored, by its `()` field
  std::vector<Fork> forks;                     // whose child goes on with what the caller does
  std::vector<Inherited> inherited;
  bool returns = true;  // otherwise nothing that follows the call ever happens
  bool exits = false;   // it always ends the process, by exit()
};

bool operator==(const Effects& a, const Effects& b);

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
};

/// `base` and the fields `path[from…]`, or none if that is deeper than we follow.
Place extended(Place base, const std::vector<std::string>& path, std::size_t from = 0);

/// Whether `place` is `prefix` or a part of it.
bool is_part_of(const Place& place, const Place& prefix);

/// Whether a caller can name this place.
bool is_outward(const Place& place);

}  // namespace lanyard::link
