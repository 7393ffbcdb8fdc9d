// What the program says itself of its handles' homes, see include/lanyard/lanyard.h.
//
// lanyard_any_thread is taken as said of the handle for good: it is called where the handle
// is made. lanyard_rebind counts from the call on, on the thread that calls it, and only
// where every way to a use passes it.
#include <algorithm>
#include <deque>
#include <iterator>

#include "checker/link/scope.h"

namespace lanyard::link {

bool Scope::is_for_any_thread(const Place& handle) const {
  const Places connections = family(handle);
  return std::any_of(connections.begin(), connections.end(),
                     [&](const Place& each) { return any_thread_.count(each) != 0; });
}

bool Scope::is_rebound(const Use& use) const {
  const Places connections = families(use.place);
  Places homes;
  for (const Place& each : use.rebound) homes.merge(families(each));
  return !connections.empty() &&
         std::includes(homes.begin(), homes.end(), connections.begin(), connections.end());
}

void Scope::settle_homes() {
  for (const Place& each : function_.any_thread) any_thread_.merge(families(each));
  bool any = false;
  for (const Outcome& outcome : outcomes_) {
    for (const Place& each : outcome.any_thread) any_thread_.merge(families(each));
    any |= !outcome.rebound.empty();
  }
  if (!any) return;
  std::map<std::uint32_t, Places> before{{0, {}}};  // of the events that can be reached
  std::deque<std::uint32_t> waiting{0};
  while (!waiting.empty()) {
    const std::uint32_t index = waiting.front();
    waiting.pop_front();
    Places after = before[index];
    for (const Place& defined : outcomes_[index].defines)
      for (auto each = after.begin(); each != after.end();)
        each = is_part_of(*each, defined) ? after.erase(each) : std::next(each);
    for (const Place& each : outcomes_[index].rebound) after.merge(families(each));
    for (const std::uint32_t next : this->next(index)) {
      const auto [known, first] = before.try_emplace(next, after);
      if (!first) {
        Places both;
        std::set_intersection(after.begin(), after.end(), known->second.begin(),
                              known->second.end(), std::inserter(both, both.end()));
        if (both == known->second) continue;
        known->second = std::move(both);
      }
      waiting.push_back(next);
    }
  }
  for (const auto& [event, homes] : before)
    for (Use& use : outcomes_[event].uses) use.rebound.insert(homes.begin(), homes.end());
  rebound_ = before[1];
}

}  // namespace lanyard::link
