// Which objects a place of one function can mean.
//
// Flows say that one place got what another holds. Followed backwards they lead to
// origins: the places where what they hold came into being, or came in from outside. Two
// places with a common origin may hold one handle. The order of the flows is not kept.
#pragma once

#include <map>
#include <vector>

#include "checker/link/effects.h"

namespace lanyard::link {

struct Resolved {
  std::vector<Place> origins;  // sorted
  /// Every place that the way there went through, the origins too. Where one of them
  /// gets a new value, the words that led here mean another object.
  std::vector<Place> chain;
};

class Aliases {
 public:
  void add(const summary::Flow& flow);

  /// Says that a handle is created in `place`: it is an origin even if it also gets what
  /// another place holds.
  void add_created(const Place& place);

  /// Call after the last add(): flows into a part of an object become flows into that
  /// part of every object that the name can mean.
  void close();

  const Resolved& resolve(const Place& place) const;

  /// The storage that writing to `place` changes: the variable itself, not what was
  /// copied into it.
  std::vector<Place> storage(const Place& place) const;

  /// Whether the place is one of several elements, as far as anybody can tell.
  bool is_element(const Place& place) const;

  bool is_created(const Place& place) const { return created_.count(place) != 0; }
  /// Whether both are the same object for certain, be it an element or not: the names lead to
  /// one place before anything is picked from several elements.
  bool are_same(const Place& a, const Place& b) const;

  /// Whether anything flows into exactly this place.
  bool is_set(const Place& place) const;

  const std::vector<summary::Flow>& flows() const { return flows_; }

 private:
  Resolved follow(const Place& place, bool storage) const;
  bool insert(const summary::Flow& flow);
  template <typename Visit>
  void each_into(const Place& place, Visit visit) const;
  Places before_choice(const Place& place) const;

  std::vector<summary::Flow> flows_;
  std::map<Place, std::vector<std::size_t>> into_;  // the flows into each place
  Places created_;
  mutable std::map<Place, Resolved> resolved_;
};

}  // namespace lanyard::link
