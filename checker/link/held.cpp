// Which locks are held for certain at each event of a scope, and so at each use.
#include <algorithm>
#include <deque>
#include <iterator>

#include "checker/link/scope.h"

namespace lanyard::link {

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
  using Held = std::set<std::pair<Place, Place>>;
  const auto one = [&](const Place& place) {
    const std::vector<Place>& origins = aliases_.resolve(place).origins;
    return origins.size() == 1 ? origins.front() : place;
  };
  std::map<Place, Places> guarded;  // the locks of a guard object
  bool any = false;
  for (const Outcome& outcome : outcomes_)
    for (const auto& [lock, guard] : outcome.acquired) {
      any = true;
      if (guard) guarded[one(guard)].insert(one(lock));
    }
  std::map<std::uint32_t, Held> before{{0, {}}};  // of the events that can be reached
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
      const auto [known, first] = before.try_emplace(next, after);
      if (!first) {
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
    for (Use& use : outcomes_[i].uses) {
      use.locks = resolved(use.locks);
      for (const auto& [lock, guard] : before[i]) use.locks.insert(lock);
    }
    for (const auto& [lock, guard] : before[i]) outcomes_[i].held.insert(lock);
    for (Reading& each : outcomes_[i].readings) {
      each.use.locks = resolved(each.use.locks);
      each.use.locks.insert(outcomes_[i].held.begin(), outcomes_[i].held.end());
    }
    for (Running& running : outcomes_[i].running) {
      for (Crossing& each : running.uses) each.use.locks = resolved(each.use.locks);
      for (Reading& each : running.readings) each.use.locks = resolved(each.use.locks);
    }
  }
  // What is held at the end is an effect of its own: events[1] keeps it.
  outcomes_[1].acquired = before[1];
}

}  // namespace lanyard::link
