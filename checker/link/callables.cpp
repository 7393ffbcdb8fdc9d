// Which functions a callable place can mean: what was stored in it, by whom, and with which
// arguments bound. What a queue hands to its workers is found here.
#include <algorithm>
#include <tuple>
#include <utility>

#include "checker/link/scope.h"

namespace lanyard::link {

using summary::Event;
using summary::Kind;
using summary::Sort;

/// The names that a place goes by, as far as the flows known so far tell: what is put in
/// `store.pool.jobs` is put in `pool.jobs`.
Places Scope::names_of(const Place& place) const {
  Places names{place};
  if (place.path.empty()) return names;
  Place around = place;
  around.path.pop_back();
  for (const Place& object : aliases_.resolve(around).origins)
    if (Place name = extended(object, {place.path.back()})) names.insert(std::move(name));
  return names;
}

void Scope::index_arrivals() {
  arrived_.clear();
  given_.clear();
  for (const auto& [flow, event] : arrivals_) {
    for (const Place& name : names_of(flow.first))
      arrived_.emplace(name, std::make_pair(flow.second, event));
    for (const Place& object : aliases_.resolve(flow.second).origins)
      given_.try_emplace(object, event);
  }
  const std::map<Place, Spot> known = handovers_;
  for (const auto& [place, spot] : known)
    for (const Place& name : names_of(place)) handovers_.try_emplace(name, spot);
}

/// The call that put `object` where `callable` finds it, or 0.
std::uint32_t Scope::arrival(const Place& callable, const Place& object) const {
  for (const Place& place : aliases_.resolve(callable).chain) {
    Place holder = place;
    for (std::size_t length = place.path.size() + 1; length-- > 0;) {
      holder.path.resize(length);
      const auto [first, last] = arrived_.equal_range(holder);
      for (auto each = first; each != last; ++each) {
        const auto& [from, event] = each->second;
        const Place part = extended(from, place.path, length);
        if (!part) continue;
        const std::vector<Place>& origins = aliases_.resolve(part).origins;
        if (std::find(origins.begin(), origins.end(), object) != origins.end()) return event;
      }
    }
  }
  return 0;
}

/// Whether the event can follow the other and not the other way round.
bool Scope::is_later(std::uint32_t event, std::uint32_t other) const {
  const auto follows = [&](std::uint32_t from, std::uint32_t to) -> bool {
    return reach(next(from), [&](std::uint32_t each) { return each != to; })[to];
  };
  return follows(other, event) && !follows(event, other);
}

/// The call that was given the object that this place is a part of, or 0.
std::uint32_t Scope::arrival_of(const Place& part) const {
  for (Place object = part; !object.path.empty();) {
    object.path.pop_back();
    const auto found = given_.find(object);
    if (found != given_.end()) return found->second;
  }
  return 0;
}

/// The call after `since` that put the handle where `place` finds it, or 0; `where` becomes
/// the place that it was put in.
std::uint32_t Scope::arrival_after(std::uint32_t since, const Place& place, const Place& handle,
                                   Place& where) const {
  for (const Place& each : aliases_.resolve(place).chain) {
    where = each;
    for (std::size_t length = each.path.size() + 1; length-- > 0;) {
      where.path.resize(length);
      const auto [first, last] = arrived_.equal_range(where);
      for (auto found = first; found != last; ++found) {
        const auto& [from, event] = found->second;
        const Place part = extended(from, each.path, length);
        if (!part) continue;
        const std::vector<Place>& origins = aliases_.resolve(part).origins;
        if (std::find(origins.begin(), origins.end(), handle) != origins.end() &&
            is_later(event, since))
          return event;
      }
    }
  }
  return 0;
}

/// What reaches a running thread by a later call (a task that is put in its queue) crosses
/// there, not where the thread was started.
void Scope::split_runnings() {
  index_arrivals();
  if (arrived_.empty()) return;
  std::size_t looked_at = 0;
  for (Outcome& outcome : outcomes_) {
    std::map<std::uint32_t, Running> later;
    for (Running& running : outcome.running) {
      std::vector<Crossing> kept;
      for (Crossing& each : running.uses) {
        if (looked_at++ < limit::crossings)
          split(running, each, later, kept);
        else
          kept.push_back(std::move(each));
      }
      running.uses = std::move(kept);
    }
    for (auto& [event, running] : later) outcome.running.push_back(std::move(running));
  }
}

void Scope::split(const Running& running, const Crossing& crossing,
                  std::map<std::uint32_t, Running>& later, std::vector<Crossing>& kept) const {
  const std::vector<Place> handles = aliases_.resolve(crossing.use.place).origins;
  const bool element = aliases_.is_element(crossing.use.place);
  std::vector<Crossing> rest;
  for (const Place& handle : handles) {
    Crossing one = crossing;
    one.use.place = handle;
    one.use.place.element |= element;
    Place where;
    const std::uint32_t event = arrival_after(running.since, crossing.use.place, handle, where);
    if (event == 0) {
      rest.push_back(std::move(one));
      continue;
    }
    const auto [split, added] = later.try_emplace(event, running);
    if (added) {
      split->second.uses.clear();
      split->second.creates.clear();
      split->second.pending.clear();
      split->second.since = event;
      const auto handover = handovers_.find(where);
      split->second.spot = handover != handovers_.end() ? handover->second : spot(event);
    }
    split->second.uses.push_back(std::move(one));
  }
  // Where nothing came later, the names that led here stay.
  if (rest.size() == handles.size()) rest.assign(1, crossing);
  kept.insert(kept.end(), rest.begin(), rest.end());
}

/// Work that lies in a queue is taken up from where it is put there on: that is its event. How
/// many threads there are to take it is told by where they start.
void Scope::place_runnings() {
  std::map<std::uint32_t, std::vector<Running>> moved;
  std::map<std::tuple<std::uint32_t, std::string, Place>, std::vector<Running*>> takers;
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    std::vector<Running>& all = outcomes_[i].running;
    for (Running& each : all)
      if (each.queued || !each.pending.empty())
        each.several |= reach(next(each.started), [&](std::uint32_t event) {
          return !waits_for(event, each);
        })[each.started];
    for (Running& each : all)
      if (each.queued) takers[{each.since, each.entry, each.callable}].push_back(&each);
  }
  // Several threads that are started one by one wait for the same work.
  for (auto& [work, each] : takers)
    if (each.size() > 1)
      for (Running* taker : each) taker->several = true;
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    std::vector<Running>& all = outcomes_[i].running;
    const auto away = std::stable_partition(all.begin(), all.end(),
                                            [&](const Running& each) { return each.since == i; });
    for (auto each = away; each != all.end(); ++each)
      moved[each->since].push_back(std::move(*each));
    all.erase(away, all.end());
  }

  for (auto& [event, runnings] : moved)
    for (Running& each : runnings) outcomes_[event].running.push_back(std::move(each));
}

/// Whether the function is found in what a global holds from the start.
bool Scope::is_in_table(const Place& callable, const std::string& function) const {
  const std::vector<Place>& chain = aliases_.resolve(callable).chain;
  return std::any_of(chain.begin(), chain.end(), [&](const Place& each) {
    if (each.root != Root::global) return false;
    const std::vector<summary::Flow>& initial = program_.initial(each.key);
    return std::any_of(initial.begin(), initial.end(), [&](const summary::Flow& flow) {
      return flow.from.root == Root::function && flow.from.key == function;
    });
  });
}

std::vector<Scope::Target> Scope::targets(const Place& callable) const {
  std::vector<Target> result;
  const auto add = [&](const Place& function, const Place& object, const Place& called) {
    const Member* member = program_.find(function.key);
    if (!member) return;
    Target target{member, {}, {}, 0, called};
    if (member->function->sort != Sort::plain) target.receiver = object;
    for (int i = 0;; ++i) {
      const Place bound = extended(object, {"#" + std::to_string(i)});
      if (!bound || !aliases_.is_set(bound)) break;
      target.bound.push_back(bound);
    }
    target.since = arrival(callable, object ? object : function);
    if (target.since == 0 && called) target.since = arrival(called, function);
    result.push_back(std::move(target));
  };
  for (const Place& object : aliases_.resolve(callable).origins) {
    if (object.root == Root::function) {
      add(object, {}, {});
      continue;
    }
    const Place called = extended(object, {summary::kCalled});
    if (!called) continue;
    for (const Place& function : aliases_.resolve(called).origins)
      if (function.root == Root::function) add(function, object, called);
  }
  return result;
}

Binding Scope::binding_of(const Target& target, std::vector<Place> arguments,
                          const Place& result) const {
  if (!target.bound.empty()) {
    std::vector<Place> all = target.bound;
    for (Place& each : all)
      for (const Place& origin : aliases_.resolve(each).origins)
        if (origin.root == Root::argument)
          each = origin.index < arguments.size() ? arguments[origin.index] : Place();
    arguments = std::move(all);
  }
  Binding binding{target.receiver, result, std::move(arguments)};
  // A pointer to a method is called with the object first.
  if (target.member->function->sort == Sort::method && !binding.arguments.empty() &&
      (!target.bound.empty() || !binding.receiver)) {
    binding.receiver = binding.arguments.front();
    binding.arguments.erase(binding.arguments.begin());
  }
  return binding;
}

bool Scope::resolve(Work& work) {
  const std::vector<Target> found = targets(work.pending.callable);
  if (found.empty()) return false;
  work.done = true;
  const Event& event = function_.events[work.event];
  const Place result = event.kind == Kind::call && event.callee.empty() ? event.result : Place();
  for (const Target& target : found) {
    const Binding binding = binding_of(target, work.pending.arguments, result);
    if (work.running < 0) {
      run(work.event, *target.member, binding, work.pending.locks);
      continue;
    }
    // Each piece of work that is put in a queue is a hand-over of its own.
    Running running = outcomes_[work.event].running[work.running];
    running.uses.clear();
    running.touches = false;
    running.readings.clear();
    running.creates.clear();
    running.pending.clear();
    running.callable = target.receiver;
    if (work.pending.handed.where.line != 0) running.spot = work.pending.handed;
    if (!running.stored && target.since != 0 && target.since != work.event) {
      // Work that lay there before the thread was started crosses by starting it.
      const bool lay_there = is_later(work.event, target.since);
      if (!lay_there) running.since = target.since;
      running.queued = !lay_there;
      // A table that was put there is no work: only the thread makes it any.
      if (!lay_there || !is_in_table(work.pending.callable, target.member->function->key)) {
        running.spot = spot(target.since);
        const auto handover = handovers_.find(target.called);
        if (handover != handovers_.end()) running.spot = handover->second;
      }
    }
    start(work.event, running, *target.member, binding, work.pending.locks);
    add_running(work.event, std::move(running));
  }
  return true;
}

bool Scope::resolve_work() {
  if (std::all_of(work_.begin(), work_.end(), [](const Work& each) { return each.done; }))
    return false;
  index_arrivals();
  bool any = false;
  for (std::size_t i = 0; i != work_.size(); ++i) {
    if (work_[i].done) continue;
    Work work = work_[i];
    any |= resolve(work);
    work_[i].done = work.done;
  }
  return any;
}

}  // namespace lanyard::link
