// Which locks are held for certain at each event of a scope, and so at each use.
#include <algorithm>
#include <deque>
#include <iterator>
#include <limits>
#include <utility>

#include "checker/link/scope.h"

namespace lanyard::link {
namespace {

using Held = std::set<std::pair<Place, Place>>;  // a lock, and the guard that holds it

/// In a guard's stead: nobody here took the lock, the function's callers are said to hold it.
Place callers() {
  Place none;
  none.root = Root::value;
  none.index = std::numeric_limits<std::uint32_t>::max();
  return none;
}

/// Adds the locks that are held at an event to those of a use.
void add_held(Use& use, const Held& held) {
  for (const auto& [lock, guard] : held) {
    use.locks.insert(lock);
    if (guard == callers()) use.assumed.insert(lock);
  }
  for (const auto& [lock, guard] : held)
    if (guard != callers()) use.assumed.erase(lock);
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
void Scope::settle_assumed(Use& use, const Held& held) const {
  const Places assumed = resolved(std::exchange(use.assumed, {}));
  use.locks = resolved(use.locks);
  for (const Place& each : assumed) {
    const bool known = std::any_of(held.begin(), held.end(),
                                   [&](const auto& one) { return covers(one.first, each); });
    if (!known && !function_.key.empty()) use.locks.erase(each);
  }
  add_held(use, held);
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

/// Which locks are held for certain at each event, and so at each use.
void Scope::settle_locks() {
  const auto one = [&](const Place& place) {
    const std::vector<Place>& origins = aliases_.resolve(place).origins;
    return origins.size() == 1 ? origins.front() : place;
  };
  std::map<Place, Places> guarded;  // the locks of a guard object
  Held first;
  for (const Place& each : function_.holds) first.emplace(one(each), callers());
  bool any = !first.empty();
  for (const Outcome& outcome : outcomes_)
    for (const auto& [lock, guard] : outcome.acquired) {
      any = true;
      if (guard) guarded[one(guard)].insert(one(lock));
    }
  std::map<std::uint32_t, Held> before{{0, std::move(first)}};  // of the events that can be reached
  std::deque<std::uint32_t> waiting;
  if (any) waiting.push_back(0);
  while (!waiting.empty()) {
    const std::uint32_t index = waiting.front();
    waiting.pop_front();
    Held after = before[index];
    for (const Place& released : outcomes_[index].released) {
      const Place place = one(released);
      for (auto each = after.begin(); each != after.end();)
        each = each->first == place || whole_lock(each->first) == place || each->second == place
                   ? after.erase(each)
                   : ++each;
    }
    for (const auto& [lock, guard] : outcomes_[index].acquired) {
      const auto relocked = guarded.find(one(lock));
      if (relocked == guarded.end()) {
        after.emplace(one(lock), guard ? one(guard) : Place());
      } else {
        for (const Place& each : relocked->second) after.emplace(each, relocked->first);
      }
    }
    for (const std::uint32_t next : this->next(index)) {
      const auto [known, added] = before.try_emplace(next, after);
      if (!added) {
        Held meet;
        std::set_intersection(after.begin(), after.end(), known->second.begin(),
                              known->second.end(), std::inserter(meet, meet.end()));
        if (meet == known->second) continue;
        known->second = std::move(meet);
      }
      waiting.push_back(next);
    }
  }
  // What only a caller knows how to run is run under them, too.
  for (Work& work : work_)
    if (work.running < 0 && !work.done)
      for (const auto& [lock, guard] : before[work.event]) work.pending.locks.insert(lock);
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    for (Use& use : outcomes_[i].uses) settle_assumed(use, before[i]);
    for (const auto& [lock, guard] : before[i]) outcomes_[i].held.insert(lock);
    for (Reading& each : outcomes_[i].readings) settle_assumed(each.use, before[i]);
    for (Running& running : outcomes_[i].running) {
      for (Crossing& each : running.uses) each.use.locks = resolved(each.use.locks);
      for (Reading& each : running.readings) each.use.locks = resolved(each.use.locks);
    }
  }
  // What is held at the end is an effect of its own: events[1] keeps it.
  Held left = before[1];
  for (auto each = left.begin(); each != left.end();)
    each = each->second == callers() ? left.erase(each) : std::next(each);
  outcomes_[1].acquired = std::move(left);
}

}  // namespace lanyard::link
