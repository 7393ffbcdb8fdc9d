#include "checker/link/scope.h"

#include <algorithm>
#include <deque>

namespace lanyard::link {

using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Sort;

namespace {

const Effects kNothing;

const Effects& effects_of(const EffectsByKey& known, const Member& member) {
  const auto found = known.find(member.function->key);
  return found == known.end() ? kNothing : found->second;
}

/// Whether a function's caller tells it what to run on the thread.
bool is_told(const Running& running) {
  return running.callable.root == Root::parameter ||
         std::any_of(running.pending.begin(), running.pending.end(),
                     [](const Pending& each) { return each.callable.root == Root::parameter; });
}

template <typename T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Scope::Scope(const Program& program, const Member& member, const EffectsByKey& known)
    : program_(program), module_(*member.module), function_(*member.function), known_(known) {
  outcomes_.resize(function_.events.size());
  for (const summary::Flow& flow : function_.flows) aliases_.add(flow);
  add_initial();
  for (std::uint32_t i = 0; i != function_.events.size(); ++i) begin(i);
  constexpr int rounds = 4;  // a callable that hands over a callable
  aliases_.close();
  for (int round = 0; round != rounds && resolve_work(); ++round) aliases_.close();
  settle();
}

/// Adds what the globals that the function speaks of hold from the start.
void Scope::add_initial() {
  std::set<std::string> seen;
  std::vector<std::string> waiting;
  const auto note = [&](const Place& place) {
    if (place.root == Root::global && seen.insert(place.key).second) waiting.push_back(place.key);
  };
  for (const summary::Flow& flow : function_.flows) {
    note(flow.to);
    note(flow.from);
  }
  for (const Event& event : function_.events) {
    note(event.place);
    note(event.receiver);
    for (const Place& each : event.arguments) note(each);
  }
  while (!waiting.empty()) {
    const std::string key = std::move(waiting.back());
    waiting.pop_back();
    for (const summary::Flow& flow : program_.initial(key)) {
      aliases_.add(flow);
      note(flow.from);
    }
  }
}

Spot Scope::spot(std::uint32_t event) const {
  return {Program::location(module_, function_.events[event].where), function_.name};
}

void Scope::begin(std::uint32_t index) {
  const Event& event = function_.events[index];
  Outcome& outcome = outcomes_[index];
  switch (event.kind) {
    case Kind::pass: break;
    case Kind::define: outcome.defines.push_back(event.place); break;
    case Kind::create:
      outcome.creates.push_back({event.place, event.parent, event.handle, event.mode, spot(index)});
      break;
    case Kind::use: {
      Use use;
      use.place = event.place;
      use.kind = event.handle;
      use.api = event.name;
      use.spot = spot(index);
      use.ends = event.ends;
      outcome.uses.push_back(std::move(use));
      break;
    }
    case Kind::call: begin_call(index); break;
    case Kind::spawn: begin_spawn(index); break;
    case Kind::join: outcome.joins.insert(event.thread); break;
    case Kind::lock: outcome.acquired.emplace(event.place, event.receiver); break;
    case Kind::unlock: outcome.released.insert(event.place); break;
  }
}

void Scope::begin_call(std::uint32_t index) {
  const Event& event = function_.events[index];
  if (event.result.root == Root::value) outcomes_[index].defines.push_back(event.result);
  if (event.callee.empty()) {
    work_.push_back({index, -1, {event.place, event.arguments, {}, spot(index)}});
    return;
  }
  const auto targets = program_.targets(event.callee, event.dispatched);
  const Binding binding{event.receiver, event.result, event.arguments};
  for (const Member* target : targets) run(index, *target, binding, {});
  if (targets.empty()) append(outcomes_[index].uses, guessed(index));
}

/// A function that nobody has the body of is given a handle: it will use it.
std::vector<Use> Scope::guessed(std::uint32_t index) const {
  const Event& event = function_.events[index];
  std::vector<Use> uses;
  for (std::size_t i = 0; i != event.kinds.size(); ++i) {
    if (event.kinds[i] == contract::Handle::none || !event.arguments[i]) continue;
    Use use;
    use.place = event.arguments[i];
    use.kind = event.kinds[i];
    use.api = event.name;
    use.spot = spot(index);
    use.guessed = true;
    uses.push_back(std::move(use));
  }
  return uses;
}

void Scope::begin_spawn(std::uint32_t index) {
  const Event& event = function_.events[index];
  Running running;
  running.spot = spot(index);
  running.thread = event.thread;
  running.callable = event.receiver ? event.receiver : event.place;
  running.since = index;
  const auto targets = event.callee.empty() ? std::vector<const Member*>()
                                            : program_.targets(event.callee, event.dispatched);
  const Binding binding{event.receiver, event.thread, event.arguments};
  for (const Member* target : targets) start(index, running, *target, binding, {});
  if (targets.empty() && !event.callee.empty())
    for (Use& use : guessed(index)) {
      Place as;
      as.root = Root::parameter;
      as.index = static_cast<std::uint32_t>(running.uses.size());
      running.uses.push_back({std::move(use), as, "as an argument"});
    }
  if (targets.empty() && event.callee.empty() && event.place)
    running.pending.push_back({event.place, event.arguments, {}, spot(index)});
  outcomes_[index].running.push_back(std::move(running));
  Running& kept = outcomes_[index].running.back();
  const int position = static_cast<int>(outcomes_[index].running.size()) - 1;
  for (const Pending& each : kept.pending) work_.push_back({index, position, each});
}

void Scope::add_flows(std::uint32_t event, const std::vector<summary::Flow>& flows) {
  for (const summary::Flow& flow : flows) {
    aliases_.add(flow);
    arrivals_.try_emplace({flow.to, flow.from}, event);
  }
}

/// Puts what `target` does in at an event of this thread.
void Scope::run(std::uint32_t index, const Member& target, const Binding& binding,
                const Places& locks) {
  const Effects& theirs = effects_of(known_, target);
  Effects mine = binding(theirs);
  Outcome& outcome = outcomes_[index];
  for (Use& use : mine.uses) {
    if (!use.place) continue;
    use.locks.insert(locks.begin(), locks.end());
    outcome.uses.push_back(std::move(use));
  }
  for (Create& create : mine.creates)
    if (create.place) outcome.creates.push_back(std::move(create));
  outcome.joins.insert(mine.joins.begin(), mine.joins.end());
  outcome.acquired.insert(mine.acquired.begin(), mine.acquired.end());
  outcome.released.insert(mine.released.begin(), mine.released.end());
  add_flows(index, mine.flows);
  handovers_.insert(mine.handovers.begin(), mine.handovers.end());
  for (std::size_t i = 0; i != mine.running.size(); ++i) {
    Running& running = mine.running[i];
    running.since = index;
    // The function only passes on what it is told to run: the hand-over is this call.
    if (is_told(theirs.running[i])) running.spot = spot(index);
    outcome.running.push_back(running);
    const int position = static_cast<int>(outcome.running.size()) - 1;
    for (const Pending& each : running.pending) work_.push_back({index, position, each});
  }
  for (Pending& each : mine.pending) {
    each.locks.insert(locks.begin(), locks.end());
    work_.push_back({index, -1, std::move(each)});
  }
}

/// Puts what `target` does in as the work of a thread.
void Scope::start(std::uint32_t index, Running& running, const Member& target,
                  const Binding& binding, const Places& locks) {
  const Effects& theirs = effects_of(known_, target);
  Effects mine = binding(theirs);
  running.entry = target.function->key;
  for (std::size_t i = 0; i != mine.uses.size(); ++i) {
    const Place& as = theirs.uses[i].place;
    if (!mine.uses[i].place || as.root == Root::per_thread) continue;
    mine.uses[i].locks.insert(locks.begin(), locks.end());
    running.uses.push_back({std::move(mine.uses[i]), as, way(*target.function, as)});
  }
  for (Create& create : mine.creates)
    if (create.place && create.place.root != Root::per_thread)
      running.creates.push_back(std::move(create));
  append(running.pending, std::move(mine.pending));
  add_flows(index, mine.flows);
  // Threads that the thread starts and leaves are threads of this event too.
  for (Running& inner : mine.running) {
    inner.since = index;
    outcomes_[index].running.push_back(std::move(inner));
  }
}

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
    if (target.since != 0 && target.since != work.event) {
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

std::string Scope::way(const Function& entry, const Place& as) const {
  if (as.root == Root::global) return "through the global '" + program_.global_name(as.key) + "'";
  if (as.root == Root::parameter) {
    if (as.path.empty() || entry.parameters.size() <= as.index) return "as an argument";
    return "inside argument '" + entry.parameters[as.index] + "'";
  }
  if (entry.sort != Sort::lambda || as.path.empty()) return "through the object that runs there";
  using How = summary::Capture::How;
  for (const summary::Capture& each : entry.captures) {
    if (each.name != as.path.front()) continue;
    switch (each.how) {
      case How::by_value: return "captured by value";
      case How::by_reference: return "captured by reference";
      case How::initialised: return "in an init-capture";
      case How::self: return "through the captured 'this'";
    }
  }
  return "captured by value";
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

void Scope::settle() {
  for (Outcome& outcome : outcomes_) {
    const auto note = [&](Create& create) {
      const std::vector<Place> stored = aliases_.storage(create.place);
      if (stored.size() == 1) create.place = stored.front();
      aliases_.add_created(create.place);
    };
    for (Create& create : outcome.creates) note(create);
    for (Running& running : outcome.running)
      for (Create& create : running.creates) note(create);
  }
  for (Outcome& outcome : outcomes_) {
    const auto relate = [&](const Create& create) {
      if (!create.parent) return;
      for (const Place& parent : aliases_.resolve(create.parent).origins)
        if (parent != create.place) parents_[create.place].insert(parent);
    };
    for (const Create& create : outcome.creates) relate(create);
    for (const Running& running : outcome.running)
      for (const Create& create : running.creates) relate(create);
  }
  settle_locks();
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
        each = each->first == place || each->second == place ? after.erase(each) : ++each;
    }
    for (const auto& [lock, guard] : outcomes_[index].acquired) {
      const auto relocked = guarded.find(one(lock));
      if (relocked == guarded.end()) {
        after.emplace(one(lock), guard ? one(guard) : Place());
      } else {
        for (const Place& each : relocked->second) after.emplace(each, relocked->first);
      }
    }
    for (const std::uint32_t next : function_.events[index].next) {
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
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    for (Use& use : outcomes_[i].uses) {
      use.locks = resolved(use.locks);
      for (const auto& [lock, guard] : before[i]) use.locks.insert(lock);
    }
    for (Running& running : outcomes_[i].running)
      for (Crossing& each : running.uses) each.use.locks = resolved(each.use.locks);
  }
  // What is held at the end is an effect of its own: events[1] keeps it.
  outcomes_[1].acquired = before[1];
}

Places Scope::parents(const Place& handle) const {
  const auto found = parents_.find(handle);
  return found == parents_.end() ? Places() : found->second;
}

Places Scope::family(const Place& handle) const {
  Places seen{handle}, top;
  std::vector<Place> waiting{handle};
  while (!waiting.empty()) {
    const Place place = waiting.back();
    waiting.pop_back();
    const Places above = parents(place);
    if (above.empty()) top.insert(place);
    for (const Place& each : above)
      if (seen.insert(each).second) waiting.push_back(each);
  }
  return top.empty() ? Places{handle} : top;
}

bool Scope::same_thread(const Place& a, const Place& b) const {
  if (!a || !b) return false;
  for (const Place& mine : aliases_.resolve(a).chain)
    for (const Place& theirs : aliases_.resolve(b).chain)
      if (is_part_of(mine, theirs) || is_part_of(theirs, mine)) return true;
  return false;
}

bool Scope::joins(std::uint32_t event, const Place& thread) const {
  for (const Place& each : outcomes_[event].joins)
    if (same_thread(each, thread)) return true;
  return false;
}

}  // namespace lanyard::link
