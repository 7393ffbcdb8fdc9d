// What orders a scope's threads: waits for their ends, and for the signals that they give.
//
// A signal orders only where it plainly goes one way: one thread alone gives it, is started
// once, and makes no use afterwards. Where anything of that is in doubt, nothing is ordered.
#include <algorithm>

#include "checker/link/scope.h"

namespace lanyard::link {

using summary::Event;
using summary::Kind;

bool Scope::same_thread(const Place& a, const Place& b) const {
  if (!a || !b) return false;
  for (const Place& mine : aliases_.resolve(a).chain)
    for (const Place& theirs : aliases_.resolve(b).chain)
      if (is_part_of(mine, theirs) || is_part_of(theirs, mine)) return true;
  return false;
}

namespace {

/// The variable that a place is a part of.
Place whole(Place place) {
  place.path.clear();
  return place;
}

}  // namespace

/// By each name of a thread that is waited for: the variable it is a part of, the name, the events.
void Scope::index_joins() const {
  std::map<Place, std::vector<std::uint32_t>> joins, waits;
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    for (const Place& each : outcomes_[i].joins) {
      joins[each].push_back(i);
      waits[each].push_back(i);
    }
    for (const Place& each : outcomes_[i].waits) waits[each].push_back(i);
  }
  for (const auto& [thread, events] : joins)
    for (const Place& name : aliases_.resolve(thread).chain)
      join_names_[whole(name)].emplace_back(name, events);
  for (const auto& [signal, events] : waits) {
    const std::vector<Place>& origins = aliases_.resolve(signal).origins;
    if (origins.size() != 1) continue;
    std::vector<std::uint32_t>& all = waits_[origins.front()];
    all.insert(all.end(), events.begin(), events.end());
  }
  has_joins_ = true;
}

/// The events at which the scope waits for the thread. Asked of every event in turn, for each
/// thread, so that it has to be found at once.
const std::vector<bool>& Scope::joined_at(const Place& thread) const {
  if (!has_joins_) index_joins();
  const auto [known, first] = joined_at_.try_emplace(thread, outcomes_.size(), false);
  if (!first || !thread) return known->second;
  for (const Place& mine : aliases_.resolve(thread).chain) {
    const auto names = join_names_.find(whole(mine));
    if (names == join_names_.end()) continue;
    for (const auto& [theirs, events] : names->second)
      if (is_part_of(mine, theirs) || is_part_of(theirs, mine))
        for (const std::uint32_t each : events) known->second[each] = true;
  }
  return known->second;
}

const std::vector<bool>& Scope::waited_at(const Place& signal) const {
  if (!has_joins_) index_joins();
  const auto [known, first] = waited_at_.try_emplace(signal, outcomes_.size(), false);
  if (!first) return known->second;
  const std::vector<Place>& origins = aliases_.resolve(signal).origins;
  const auto events = origins.size() == 1 ? waits_.find(origins.front()) : waits_.end();
  if (events != waits_.end())
    for (const std::uint32_t each : events->second) known->second[each] = true;
  return known->second;
}

bool Scope::joins(std::uint32_t event, const Place& thread) const {
  return !outcomes_[event].joins.empty() && joined_at(thread)[event];
}

bool Scope::same_object(const Place& a, const Place& b) const {
  const std::vector<Place>& mine = aliases_.resolve(a).origins;
  return mine.size() == 1 && mine == aliases_.resolve(b).origins;
}

bool Scope::waits(std::uint32_t event, const Place& signal) const {
  const Outcome& outcome = outcomes_[event];
  return !(outcome.waits.empty() && outcome.joins.empty()) && waited_at(signal)[event];
}

bool Scope::waits_for(std::uint32_t event, const Running& running) const {
  if (running.thread && joins(event, running.thread)) return true;
  // A future of the work itself, which a queue's thread runs.
  return running.callable && joins(event, running.callable);
}

bool Scope::are_in_turn(const Running& a, const Running& b) {
  return a.queued && b.queued && !a.several && !a.many && a.started == b.started &&
         a.starter == b.starter;
}

bool Scope::hands_over_at_once(std::uint32_t event) const {
  const Event& call = function_.events[event];
  const std::vector<const Member*> targets = program_.targets(call.callee, call.dispatched);
  const auto waits = [&](const Event& each) {
    if (each.kind == Kind::join || each.kind == Kind::wait) return true;
    const Effects* effects = effects_of(each.callee);
    return effects && !(effects->joins.empty() && effects->waits.empty());
  };
  return !targets.empty() && std::none_of(targets.begin(), targets.end(), [&](const Member* each) {
    const std::vector<Event>& events = each->function->events;
    return std::any_of(events.begin(), events.end(), waits);
  });
}

bool Scope::find_gives_alone(const Running& running, const Place& signal) const {
  const auto gives = [&](const Places& signals) {
    return std::any_of(signals.begin(), signals.end(),
                       [&](const Place& each) { return same_object(each, signal); });
  };
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    // Who waits there as well, at once, is one of two sides that meet (a barrier).
    const auto waits_here = [&](std::uint32_t event) { return waits(event, signal); };
    const std::vector<std::uint32_t>& following = next(i);
    const bool meets = waits_here(i) || std::any_of(following.begin(), following.end(), waits_here);
    if (gives(outcomes_[i].signals) && !meets) return false;
    for (const Running& other : outcomes_[i].running)
      if (&other != &running && gives(other.signals)) return false;
  }
  return !reach(next(running.since),
                [&](std::uint32_t each) { return each != running.since; })[running.since];
}

bool Scope::gives_alone(const Running& running, const Place& signal) const {
  const auto [known, first] = gives_alone_.try_emplace({&running, signal});
  if (first) known->second = find_gives_alone(running, signal);
  return known->second;
}

bool Scope::is_over(const Place& waited, const Running& running,
                    const std::vector<const Use*>& uses) const {
  for (const Place& signal : running.signals) {
    if (!same_object(waited, signal)) continue;
    const auto comes_first = [&](const Use* use) {
      return std::any_of(use->before.begin(), use->before.end(),
                         [&](const Place& each) { return same_object(each, signal); });
    };
    if (std::all_of(uses.begin(), uses.end(), comes_first) && gives_alone(running, signal))
      return true;
  }
  return false;
}

bool Scope::is_over(std::uint32_t event, const Running& running,
                    const std::vector<const Use*>& uses) const {
  if (running.signals.empty()) return false;
  const auto orders = [&](const Place& each) { return is_over(each, running, uses); };
  const Outcome& outcome = outcomes_[event];
  return std::any_of(outcome.waits.begin(), outcome.waits.end(), orders) ||
         std::any_of(outcome.joins.begin(), outcome.joins.end(), orders);
}

}  // namespace lanyard::link
