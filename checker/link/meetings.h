// What else a scope does with a handle while a thread that has it runs.
//
// From the event that starts the thread, the events that can follow are walked. A wait
// for the thread ends the walk, and so does giving the handle's name a new value, since
// the same words then mean another handle. Uses met on the way happen while the thread
// runs. If the walk comes back to the start, the thread runs beside another of its kind.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "checker/link/scope.h"

namespace lanyard::link {

/// The ways that one handle gets to one thread.
struct Group {
  Place handle;
  std::vector<const Crossing*> uses;
  std::vector<Place> chain;  // the names it goes by here
  std::vector<const Reading*> readings;
};

/// A use that can happen while the thread runs.
struct Meeting {
  const Use* use;
  const Running* thread;  // that uses it; nullptr: the one that started the first
};

struct Walk {
  std::vector<const Reading*> readings;  // that can happen while the thread runs
  std::vector<Meeting> meetings;
  bool returns = false;         // to the start: several such threads run
  std::vector<const Use*> own;  // all uses by this thread, also after the wait
};

std::vector<const Use*> uses_of(const Group& group);

/// Walks a scope, which it refers to. What each event does is looked up by handle and by
/// name: a scope is walked for many threads, and most of its events concern none of them.
class Walker {
 public:
  explicit Walker(const Scope& scope);

  Walk walk(const Running& running, const Group& group) const;

  /// Whether the name is made to mean the next element somewhere, as an iterator is.
  bool steps(const Place& name) const;

 private:
  using Variable = std::tuple<Root, std::uint32_t, std::string>;

  std::vector<bool> renaming(const Group& group) const;
  bool is_after(const Use& use, const Running& running, const std::vector<const Use*>& uses) const;
  void visit(const Outcome& outcome, const Running& running, const Places& family,
             const std::vector<const Use*>& uses, Walk& walk) const;
  void visit_threads(const Outcome& outcome, const Running& running, const Places& family,
                     Walk& walk) const;
  bool meets(const Use& use, const Places& family) const;
  void note(const Use& use, std::uint32_t event);

  const Scope& scope_;
  std::map<const Use*, Places> families_;                    // what each use can be a use of
  std::map<Place, std::vector<std::uint32_t>> users_;        // the events that do, by connection
  std::map<Variable, std::vector<std::uint32_t>> defining_;  // a variable, or a part of it
};

}  // namespace lanyard::link
