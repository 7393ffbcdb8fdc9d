// Which locks are held for certain at each event of a scope, and so at each use.
#include <algorithm>
#include <deque>
#include <iterator>
#include <limits>
#include <utility>

#include "checker/link/scope.h"

namespace lanyard::link {
namespace {

using Held = std::set<std::pair<Place, Place>>;

/// In a guard's stead: nobody here took the lock, the function's callers are said to hold it.
Place callers() {
  Place none;
  none.root = Root::value;
  none.index = std::numeric_limits<std::uint32_t>::max();
  return none;
}

/// Whether the lock, or the guard that holds it, is among these.
bool is_among(const std::pair<Place, Place>& held, const Places& places) {
  return places.count(held.first) != 0 || places.count(whole_lock(held.first)) != 0 ||
         (held.second && places.count(held.second) != 0);
}

/// Adds the locks that are held at an event to those of a use, but for those that whoever makes
/// the use has given back.
template <typename Locks>
void add_held(Use& use, const Locks& locks) {
  for (const auto& each : locks.held) {
    if (is_among(each, use.given_back)) continue;
    use.locks.insert(each.first);
    if (each.second == callers()) use.assumed.insert(each.first);
  }
  for (const auto& [lock, guard] : locks.held)
    if (guard != callers()) use.assumed.erase(lock);
  use.given_back.insert(locks.given_back.begin(), locks.given_back.end());
}

/// Whether who holds `held` has what somebody asks for who needs `needed`.
bool covers(const Place& held, const Place& needed) {
  const Place whole = whole_lock(held), asked = whole_lock(needed);
  if (whole != held && asked == needed) return false;  // a reader's, for a writer
  return is_part_of(whole, asked) || is_part_of(asked, whole);
}

/// The connection whose own mutex a lock is, or none.
Place connection_of(Place lock) {
  if (lock.path.empty() || lock.path.back() != summary::kMutex) return {};
  lock.path.pop_back();
  return lock;
}

}  // namespace

/// Without a mutex (SQLITE_OPEN_NOMUTEX) a connection answers none, and who enters that keeps
/// nobody out.
void Scope::drop_missing_mutexes() {
  Places missing;
  const auto note = [&](const Create& create) {
    if (create.kind == contract::Handle::connection && create.mode != contract::Mode::unknown &&
        program_.mode_of(create.mode) != contract::Mode::serialized)
      missing.insert(create.place);
  };
  for (const Outcome& outcome : outcomes_) {
    for (const Create& each : outcome.creates) note(each);
    for (const Running& running : outcome.running)
      for (const Create& each : running.creates) note(each);
  }
  if (missing.empty()) return;
  const auto drop = [&](Places& locks) {
    for (auto each = locks.begin(); each != locks.end();)
      each = missing.count(connection_of(*each)) != 0 ? locks.erase(each) : std::next(each);
  };
  for (Outcome& outcome : outcomes_) {
    drop(outcome.held);
    for (Use& each : outcome.uses) drop(each.locks);
    for (Reading& each : outcome.readings) drop(each.use.locks);
    for (Running& running : outcome.running) {
      for (Crossing& each : running.uses) drop(each.use.locks);
      for (Reading& each : running.readings) drop(each.use.locks);
    }
  }
}

/// Of the locks that a callee is said to need, keeps those that its caller holds. What code
/// that we do not see does as it is told.
void Scope::settle_assumed(Use& use, const Locks& locks) const {
  const Places assumed = resolved(std::exchange(use.assumed, {}));
  use.locks = resolved(use.locks);
  use.given_back = resolved(use.given_back);
  for (const Place& each : assumed) {
    const bool known = std::any_of(locks.held.begin(), locks.held.end(),
                                   [&](const auto& one) { return covers(one.first, each); });
    if (!known && !function_.key.empty()) use.locks.erase(each);
  }
  add_held(use, locks);
}

Places Scope::resolved(const Places& places) const {
  Places result;
  for (const Place& each : places) {
    const std::vector<Place>& origins = aliases_.resolve(each).origins;
    // A lock that can be one of several protects nothing for certain.
    if (origins.size() == 1) result.insert(origins.front());
  }
  return result;
}

Place Scope::only_meaning(const Place& place) const {
  const std::vector<Place>& origins = aliases_.resolve(place).origins;
  return origins.size() == 1 ? origins.front() : place;
}

/// What is held after an event, and given back by then, if this is so before it.
void Scope::pass(std::uint32_t index, const std::map<Place, Places>& guarded, Locks& locks) {
  for (const Place& released : outcomes_[index].released) {
    const Place place = only_meaning(released);
    bool is_own = false;
    for (auto each = locks.held.begin(); each != locks.held.end();) {
      const bool is_this =
          each->first == place || whole_lock(each->first) == place || each->second == place;
      is_own |= is_this;
      each = is_this ? locks.held.erase(each) : std::next(each);
    }
    if (is_own) continue;
    locks.given_back.insert(place);
    given_back_.insert(place);
  }
  for (const auto& [lock, guard] : outcomes_[index].acquired) {
    const Place place = only_meaning(lock);
    locks.given_back.erase(place);
    const auto relocked = guarded.find(place);
    if (relocked == guarded.end()) {
      locks.held.emplace(place, guard ? only_meaning(guard) : Place());
    } else {
      for (const Place& each : relocked->second) locks.held.emplace(each, relocked->first);
    }
  }
}

/// The locks at each event that can be reached.
std::map<std::uint32_t, Scope::Locks> Scope::find_locks() {
  std::map<Place, Places> guarded;  // the locks of a guard object
  Locks first;
  for (const Place& each : function_.holds) first.held.emplace(only_meaning(each), callers());
  bool any = !first.held.empty();
  for (const Outcome& outcome : outcomes_) {
    any |= !outcome.released.empty() || !outcome.acquired.empty();
    for (const auto& [lock, guard] : outcome.acquired)
      if (guard) guarded[only_meaning(guard)].insert(only_meaning(lock));
  }
  std::map<std::uint32_t, Locks> before{{0, std::move(first)}};
  std::deque<std::uint32_t> waiting;
  if (any) waiting.push_back(0);
  while (!waiting.empty()) {
    const std::uint32_t index = waiting.front();
    waiting.pop_front();
    Locks after = before[index];
    pass(index, guarded, after);
    for (const std::uint32_t next : this->next(index)) {
      const auto [known, added] = before.try_emplace(next, after);
      if (!added) {
        Locks& there = known->second;
        Held meet;
        std::set_intersection(after.held.begin(), after.held.end(), there.held.begin(),
                              there.held.end(), std::inserter(meet, meet.end()));
        const std::size_t given_back = there.given_back.size();
        there.given_back.insert(after.given_back.begin(), after.given_back.end());
        if (meet == there.held && given_back == there.given_back.size()) continue;
        there.held = std::move(meet);
      }
      waiting.push_back(next);
    }
  }
  return before;
}

/// Which locks are held for certain at each event, and so at each use.
void Scope::settle_locks() {
  std::map<std::uint32_t, Locks> before = find_locks();
  // What only a caller knows how to run is run under them, too.
  for (Work& work : work_)
    if (work.running < 0 && !work.done)
      for (const auto& [lock, guard] : before[work.event].held) work.pending.locks.insert(lock);
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    const Locks& locks = before[i];
    for (Use& use : outcomes_[i].uses) settle_assumed(use, locks);
    for (const auto& [lock, guard] : locks.held) outcomes_[i].held.insert(lock);
    for (Reading& each : outcomes_[i].readings) settle_assumed(each.use, locks);
    for (Running& running : outcomes_[i].running) {
      for (Crossing& each : running.uses) each.use.locks = resolved(each.use.locks);
      for (Reading& each : running.readings) each.use.locks = resolved(each.use.locks);
    }
  }
  // What is held at the end is an effect of its own: events[1] keeps it.
  Held left = std::move(before[1].held);
  for (auto each = left.begin(); each != left.end();)
    each = each->second == callers() ? left.erase(each) : std::next(each);
  outcomes_[1].acquired = std::move(left);
}

}  // namespace lanyard::link
