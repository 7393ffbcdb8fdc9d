#include "checker/link/scope.h"

#include "checker/link/states.h"

#include <algorithm>
#include <deque>
#include <utility>

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

/// A thread begins with no lock, whatever the callers of what it runs are said to hold.
void drop_assumed(Use& use) {
  for (const Place& each : std::exchange(use.assumed, {})) use.locks.erase(each);
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
  for (const summary::Flow& flow : program.initial_in(function_, tables_)) aliases_.add(flow);
  for (std::uint32_t i = 0; i != function_.events.size(); ++i) begin(i);
  aliases_.close();
  for (std::size_t round = 0; round != limit::work_rounds && resolve_work(); ++round)
    aliases_.close();
  settle();
  split_runnings();
  place_runnings();
}

Spot Scope::spot(std::uint32_t event) const {
  return {Program::location(module_, function_.events[event].where), function_.name};
}

void Scope::begin(std::uint32_t index) {
  const Event& event = function_.events[index];
  Outcome& outcome = outcomes_[index];
  const bool made_or_used = event.kind == Kind::create || event.kind == Kind::use;
  // What an opaque class does is only told where nobody shows it.
  if (made_or_used && !event.callee.empty() && program_.find(event.callee)) return;
  outcome.touches = made_or_used;
  switch (event.kind) {
    case Kind::pass: break;
    case Kind::define: outcome.defines.push_back(event.place); break;
    case Kind::create:
      outcome.initialises = event.handle == contract::Handle::connection;
      outcome.creates.push_back({event.place, event.parent, event.handle, event.mode, spot(index),
                                 event.sql, Program::location(module_, event.nomutex)});
      break;
    case Kind::use: {
      Use use;
      use.place = event.place;
      use.kind = event.handle;
      use.api = event.name;
      use.spot = spot(index);
      use.ends = event.ends;
      set_states(use, event.sql);
      outcome.uses.push_back(std::move(use));
      break;
    }
    case Kind::call: begin_call(index); break;
    case Kind::spawn: begin_spawn(index); break;
    case Kind::join: outcome.joins.insert(event.thread); break;
    case Kind::lock: outcome.acquired.emplace(event.place, event.receiver); break;
    case Kind::unlock: outcome.released.insert(event.place); break;
    case Kind::fork:
      outcome.forks.push_back({spot(index), event.name, event.place, event.handles});
      break;
    case Kind::exit: outcome.exits = true; [[fallthrough]];
    case Kind::stop: outcome.ends = true; break;
    case Kind::setup: outcome.initialises = event.name == "sqlite3_initialize"; break;
    case Kind::parent:
    case Kind::child:
    case Kind::at_exit:
    case Kind::at_fork: break;
    case Kind::rebind: outcome.rebound.insert(event.place); break;
    case Kind::signal: outcome.signals.insert(event.place); break;
    case Kind::wait: outcome.waits.insert(event.place); break;
  }
}

void Scope::begin_call(std::uint32_t index) {
  const Event& event = function_.events[index];
  if (event.result.root == Root::value) outcomes_[index].defines.push_back(event.result);
  if (event.callee.empty()) {
    add_work(index, -1, {event.place, event.arguments, {}, {}});
    return;
  }
  const auto targets = program_.targets(event.callee, event.dispatched);
  const Binding binding{event.receiver, event.result, event.arguments};
  for (const Member* target : targets) run(index, *target, binding, {});
  const auto all = [&](auto&& is) {
    return !targets.empty() && std::all_of(targets.begin(), targets.end(), is);
  };
  outcomes_[index].ends =
      all([&](const Member* each) { return !link::effects_of(known_, *each).returns; });
  outcomes_[index].initialises =
      all([&](const Member* each) { return link::effects_of(known_, *each).initialises; });
  outcomes_[index].exits =
      all([&](const Member* each) { return link::effects_of(known_, *each).exits; });
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
  running.since = running.started = index;
  running.starter = running.spot.where;
  running.many = event.many;
  running.stored = !event.place.path.empty() && event.place.path.back() == summary::kCalled;
  running.collected = !event.place.path.empty() && event.place.path.back() == summary::kEnd;
  const auto targets = event.callee.empty() ? std::vector<const Member*>()
                                            : program_.targets(event.callee, event.dispatched);
  const Binding binding{event.receiver, event.thread, event.arguments};
  Places locks;
  if (event.under) locks.insert(event.under);
  for (const Member* target : targets) start(index, running, *target, binding, locks);
  if (targets.empty() && !event.callee.empty())
    for (Use& use : guessed(index)) {
      Place as;
      as.root = Root::parameter;
      as.index = static_cast<std::uint32_t>(running.uses.size());
      running.uses.push_back({std::move(use), as, "as an argument"});
    }
  if (targets.empty() && event.callee.empty() && event.place)
    running.pending.push_back({event.place, event.arguments, locks, {}});
  add_running(index, std::move(running));
}

/// A thread that an event starts, and what it calls that is still to be found.
void Scope::add_running(std::uint32_t event, Running running) {
  std::vector<Running>& all = outcomes_[event].running;
  all.push_back(std::move(running));
  const int position = static_cast<int>(all.size()) - 1;
  for (const Pending& each : all.back().pending) add_work(event, position, each);
}

void Scope::add_work(std::uint32_t event, int running, Pending pending) {
  if (work_.size() == limit::work ||
      !known_work_.emplace(event, running, pending.callable, pending.arguments, pending.locks)
           .second)
    return;
  work_.push_back({event, running, std::move(pending)});
}

void Scope::add_flows(std::uint32_t event, const std::vector<summary::Flow>& flows) {
  for (const summary::Flow& flow : flows) {
    aliases_.add(flow);
    arrivals_.try_emplace({flow.to, flow.from}, event);
    if (flow.from.root != Root::global) continue;
    // What a call hands out holds what it held from the start.
    for (const summary::Flow& each : program_.initial_of({flow.from.key}, tables_))
      aliases_.add(each);
  }
}

/// Puts what `target` does in at an event of this thread.
void Scope::run(std::uint32_t index, const Member& target, const Binding& binding,
                const Places& locks) {
  const Effects& theirs = link::effects_of(known_, target);
  Effects mine = binding(theirs);
  Outcome& outcome = outcomes_[index];
  for (Use& use : mine.uses) {
    if (!use.place || outcome.uses.size() == limit::event_uses) continue;
    use.locks.insert(locks.begin(), locks.end());
    // Another thread's way begins where that thread does.
    if (!use.elsewhere) prepend(use.calls, {&module_, &function_, index, target.function});
    outcome.uses.push_back(std::move(use));
  }
  for (Reading& each : mine.readings) {
    if (!each.use.place || outcome.readings.size() == limit::event_uses) continue;
    each.use.locks.insert(locks.begin(), locks.end());
    outcome.readings.push_back(std::move(each));
  }
  for (Create& create : mine.creates)
    if (create.place) outcome.creates.push_back(std::move(create));
  outcome.joins.insert(mine.joins.begin(), mine.joins.end());
  outcome.signals.insert(mine.signals.begin(), mine.signals.end());
  outcome.waits.insert(mine.waits.begin(), mine.waits.end());
  outcome.any_thread.merge(mine.any_thread);
  outcome.rebound.merge(mine.rebound);
  outcome.acquired.insert(mine.acquired.begin(), mine.acquired.end());
  outcome.released.insert(mine.released.begin(), mine.released.end());
  outcome.touches |= mine.touches;
  append(outcome.forks, std::move(mine.forks));
  for (Inherited& each : mine.inherited)
    if (each.use.place) outcome.inherited.push_back(std::move(each));
  add_flows(index, mine.flows);
  handovers_.insert(mine.handovers.begin(), mine.handovers.end());
  for (std::size_t i = 0; i != mine.running.size(); ++i) {
    if (outcome.running.size() == limit::running) break;
    Running& running = mine.running[i];
    running.since = running.started = index;
    hand_over(index, theirs.running[i], running);
    add_running(index, std::move(running));
  }
  for (Pending& each : mine.pending) {
    each.locks.insert(locks.begin(), locks.end());
    add_work(index, -1, std::move(each));
  }
}

/// What a function is told to run on the thread that it starts is handed over by the call that
/// tells it. What the thread does besides is handed over where it is started, whoever calls.
void Scope::hand_over(std::uint32_t index, const Running& theirs, Running& mine) const {
  if (function_.events[index].where.line == 0) return;  // a call that nobody wrote
  const bool is_given = theirs.callable.root == Root::parameter &&
                        (theirs.entry.empty() || theirs.callable.path.empty());
  if (is_given) mine.spot = spot(index);
  for (std::size_t i = 0; i != mine.pending.size(); ++i)
    if (theirs.pending[i].callable.root == Root::parameter) mine.pending[i].handed = spot(index);
}

/// Puts what `target` does in as the work of a thread.
void Scope::start(std::uint32_t index, Running& running, const Member& target,
                  const Binding& binding, const Places& locks) {
  const Effects& theirs = link::effects_of(known_, target);
  Effects mine = binding(theirs);
  running.entry = target.function->key;
  running.touches |= theirs.touches;
  for (std::size_t i = 0; i != mine.uses.size(); ++i) {
    const Place& as = theirs.uses[i].place;
    if (!mine.uses[i].place || as.root == Root::per_thread) continue;
    drop_assumed(mine.uses[i]);
    mine.uses[i].locks.insert(locks.begin(), locks.end());
    running.uses.push_back({std::move(mine.uses[i]), as, way(*target.function, as)});
  }
  for (Reading& each : mine.readings) {
    if (!each.use.place || each.use.place.root == Root::per_thread) continue;
    drop_assumed(each.use);
    each.use.locks.insert(locks.begin(), locks.end());
    running.readings.push_back(std::move(each));
  }
  for (Create& create : mine.creates)
    if (create.place && create.place.root != Root::per_thread)
      running.creates.push_back(std::move(create));
  append(running.pending, std::move(mine.pending));
  running.signals.merge(mine.signals);
  outcomes_[index].any_thread.merge(mine.any_thread);
  if (running.collected)
    // At an hour that nobody can tell: it is not here that it puts anything anywhere.
    for (const summary::Flow& flow : mine.flows) aliases_.add(flow);
  else
    add_flows(index, mine.flows);
  // Threads that the thread starts and leaves are threads of this event too.
  for (Running& inner : mine.running) {
    if (outcomes_[index].running.size() >= limit::running) break;
    inner.since = inner.started = index;
    add_running(index, std::move(inner));
  }
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

void Scope::settle() {
  settle_creations();
  settle_locks();
  drop_missing_mutexes();
  settle_states();
  settle_homes();
}

}  // namespace lanyard::link
