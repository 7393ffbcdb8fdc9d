// Which functions a callable place can mean: what was stored in it, by whom, and with which
// arguments bound. What a queue hands to its workers is found here.
#include <algorithm>

#include "checker/link/scope.h"

namespace lanyard::link {

using summary::Event;
using summary::Kind;
using summary::Sort;

/// The call that put `object` where `callable` finds it, or 0.
std::uint32_t Scope::arrival(const Place& callable, const Place& object) const {
  const std::vector<Place>& chain = aliases_.resolve(callable).chain;
  for (const auto& [flow, event] : arrivals_) {
    if (std::find(chain.begin(), chain.end(), flow.first) == chain.end()) continue;
    const std::vector<Place>& from = aliases_.resolve(flow.second).origins;
    if (std::find(from.begin(), from.end(), object) != from.end()) return event;
  }
  return 0;
}

/// The call that stored the object whose `()` field this is, or 0.
std::uint32_t Scope::arrival_of(const Place& called) const {
  Place object = called;
  if (!object.path.empty()) object.path.pop_back();
  for (const auto& [flow, event] : arrivals_) {
    const std::vector<Place>& from = aliases_.resolve(flow.second).origins;
    if (std::find(from.begin(), from.end(), object) != from.end()) return event;
  }
  return 0;
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
    running.creates.clear();
    running.pending.clear();
    running.callable = target.receiver;
    if (!running.stored && target.since != 0 && target.since != work.event) {
      running.since = target.since;
      running.spot = spot(target.since);
      const auto handover = handovers_.find(target.called);
      if (handover != handovers_.end()) running.spot = handover->second;
    }
    start(work.event, running, *target.member, binding, work.pending.locks);
    outcomes_[work.event].running.push_back(std::move(running));
  }
  return true;
}

bool Scope::resolve_work() {
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
