#include "checker/link/meetings.h"

#include <algorithm>

namespace lanyard::link {
namespace {

bool have_common(const Places& a, const Places& b) {
  return std::any_of(a.begin(), a.end(), [&](const Place& each) { return b.count(each) != 0; });
}

}  // namespace

std::vector<const Use*> uses_of(const Group& group) {
  std::vector<const Use*> uses;
  uses.reserve(group.uses.size());
  for (const Crossing* each : group.uses) uses.push_back(&each->use);
  return uses;
}

Walker::Walker(const Scope& scope) : scope_(scope) {
  for (std::uint32_t i = 0; i != scope.outcomes().size(); ++i) {
    const Outcome& outcome = scope.outcomes()[i];
    for (const Use& each : outcome.uses) note(each, i);
    for (const Reading& each : outcome.readings) note(each.use, i);
    for (const Running& running : outcome.running) {
      for (const Reading& each : running.readings) note(each.use, i);
      for (const Crossing& each : running.uses) note(each.use, i);
    }
    const auto define = [&](const Place& place) {
      std::vector<std::uint32_t>& events = defining_[{place.root, place.index, place.key}];
      if (events.empty() || events.back() != i) events.push_back(i);
    };
    for (const Place& each : outcome.defines) define(each);
    for (const Create& each : outcome.creates) define(each.place);
  }
}

void Walker::note(const Use& use, std::uint32_t event) {
  Places& family = families_[&use];
  for (const Place& handle : scope_.aliases().resolve(use.place).origins)
    family.merge(scope_.family(handle));
  for (const Place& each : family) {
    std::vector<std::uint32_t>& events = users_[each];
    if (events.empty() || events.back() != event) events.push_back(event);
  }
}

bool Walker::meets(const Use& use, const Places& family) const {
  const auto known = families_.find(&use);
  return known != families_.end() && have_common(known->second, family);
}

bool Walker::steps(const Place& name) const {
  const auto events = defining_.find({name.root, name.index, name.key});
  if (events == defining_.end()) return false;
  return std::any_of(events->second.begin(), events->second.end(), [&](std::uint32_t event) {
    const std::vector<Place>& defines = scope_.outcomes()[event].defines;
    return std::any_of(defines.begin(), defines.end(), [&](const Place& defined) {
      return defined.element && is_part_of(name, defined);
    });
  });
}

/// The events that give one of the handle's names a new value.
std::vector<bool> Walker::renaming(const Group& group) const {
  std::vector<bool> result(scope_.outcomes().size(), false);
  const auto mark = [&](const Variable& variable, const auto& renames) {
    const auto events = defining_.find(variable);
    if (events == defining_.end()) return;
    for (const std::uint32_t each : events->second)
      if (renames(scope_.outcomes()[each])) result[each] = true;
  };
  for (const Place& name : group.chain) {
    mark({name.root, name.index, name.key}, [&](const Outcome& outcome) {
      return std::any_of(outcome.defines.begin(), outcome.defines.end(),
                         [&](const Place& defined) { return is_part_of(name, defined); }) ||
             // A global is created once, however often the function that does it is called.
             (name.root != Root::global &&
              std::any_of(outcome.creates.begin(), outcome.creates.end(),
                          [&](const Create& create) { return create.place == name; }));
    });
    for (const std::uint32_t subscript : name.subscripts)
      mark({Root::local, subscript, ""}, [&](const Outcome& outcome) {
        return std::any_of(outcome.defines.begin(), outcome.defines.end(), [&](const Place& each) {
          return each.root == Root::local && each.path.empty() && each.index == subscript;
        });
      });
  }
  return result;
}

bool Walker::is_after(const Use& use, const Running& running,
                      const std::vector<const Use*>& uses) const {
  return std::any_of(use.after.begin(), use.after.end(), [&](const Place& waited) {
    return scope_.same_thread(waited, running.thread) ||
           scope_.same_thread(waited, running.callable) || scope_.is_over(waited, running, uses);
  });
}

Walk Walker::walk(const Running& running, const Group& group) const {
  Walk result;
  const std::vector<const Use*> uses = uses_of(group);
  const Places family = scope_.family(group.handle);
  const std::vector<bool> renames = renaming(group);
  const std::vector<bool> meanwhile =
      scope_.reach(scope_.next(running.since), [&](std::uint32_t event) {
        return !renames[event] && !scope_.waits_for(event, running) &&
               !scope_.is_over(event, running, uses);
      });
  // Without regard to whether the thread still runs.
  const std::vector<bool> ever = scope_.reach(scope_.next(running.since),
                                              [&](std::uint32_t event) { return !renames[event]; });
  result.returns = meanwhile[running.since] && !renames[running.since];
  std::set<std::uint32_t> events;
  for (const Place& each : family)
    if (const auto found = users_.find(each); found != users_.end())
      events.insert(found->second.begin(), found->second.end());
  scope_.count_steps(events.size());
  for (const std::uint32_t event : events) {
    const Outcome& outcome = scope_.outcomes()[event];
    if (meanwhile[event]) visit(outcome, running, family, uses, result);
    if (!ever[event]) continue;
    for (const Use& use : outcome.uses)
      if (meets(use, family)) result.own.push_back(&use);
  }
  // Several threads can take up at once what one call has put in their queue.
  if (running.queued && running.several && scope_.hands_over_at_once(running.since))
    visit_threads(scope_.outcomes()[running.since], running, family, result);
  if (result.meetings.size() > limit::meetings) {
    // Those without a lock make the graver finding.
    std::stable_partition(result.meetings.begin(), result.meetings.end(),
                          [](const Meeting& each) { return each.use->locks.empty(); });
    result.meetings.erase(result.meetings.begin() + limit::meetings, result.meetings.end());
  }
  if (result.own.size() > limit::meetings) result.own.resize(limit::meetings);
  if (result.readings.size() > limit::meetings) result.readings.resize(limit::meetings);
  return result;
}

void Walker::visit(const Outcome& outcome, const Running& running, const Places& family,
                   const std::vector<const Use*>& uses, Walk& walk) const {
  for (const Use& use : outcome.uses)
    if (meets(use, family) && !is_after(use, running, uses))
      walk.meetings.push_back({&use, nullptr});
  for (const Reading& each : outcome.readings)
    if (meets(each.use, family) && !is_after(each.use, running, uses))
      walk.readings.push_back(&each);
  visit_threads(outcome, running, family, walk);
}

void Walker::visit_threads(const Outcome& outcome, const Running& running, const Places& family,
                           Walk& walk) const {
  for (const Running& other : outcome.running) {
    if (&other == &running || other.collected || Scope::are_in_turn(running, other)) continue;
    for (const Reading& each : other.readings)
      if (meets(each.use, family)) walk.readings.push_back(&each);
    for (const Crossing& each : other.uses)
      if (meets(each.use, family)) walk.meetings.push_back({&each.use, &other});
  }
}

}  // namespace lanyard::link
