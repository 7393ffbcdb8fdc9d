#include "checker/link/effects.h"

#include <algorithm>
#include <iterator>

namespace lanyard::link {
namespace {

const Place& place_of(const Crossing& crossing) { return crossing.use.place; }
const Place& place_of(const Create& create) { return create.place; }

template <typename T, typename Predicate>
void remove_if(std::vector<T>& from, Predicate predicate) {
  from.erase(std::remove_if(from.begin(), from.end(), predicate), from.end());
}

}  // namespace

Place extended(Place base, const std::vector<std::string>& path, std::size_t from) {
  if (!base || base.path.size() + path.size() - from > limit::depth) return {};
  for (; from < path.size(); ++from) {
    const std::string& field = path[from];
    // The object around the field that we stand in.
    if (!field.empty() && field.front() == summary::kAround && !base.path.empty() &&
        field.compare(1, std::string::npos, base.path.back()) == 0) {
      base.path.pop_back();
      continue;
    }
    // The next node's next node is a node: a list is one place, as a container is.
    const bool repeats = !base.path.empty() && base.path.back() == field;
    if (!repeats || field.front() == '[') base.path.push_back(field);
  }
  return base;
}

bool is_part_of(const Place& place, const Place& prefix) {
  return place.root == prefix.root && place.index == prefix.index && place.key == prefix.key &&
         place.path.size() >= prefix.path.size() &&
         std::equal(prefix.path.begin(), prefix.path.end(), place.path.begin());
}

Place whole_lock(Place lock) {
  if (!lock.path.empty() && lock.path.back() == summary::kShared) lock.path.pop_back();
  return lock;
}

bool is_wide_queue(const Place& lock) {
  const Place whole = whole_lock(lock);
  return whole != lock && !whole.path.empty() && whole.path.back() == summary::kWide;
}

bool exclude(const Places& mine, const Places& theirs) {
  return std::any_of(mine.begin(), mine.end(), [&](const Place& a) {
    const Place whole = whole_lock(a);
    return std::any_of(theirs.begin(), theirs.end(), [&](const Place& b) {
      const Place other = whole_lock(b);
      const bool read = whole != a && other != b;
      return !read && (is_part_of(whole, other) || is_part_of(other, whole));
    });
  });
}

bool is_outward(const Place& place) {
  switch (place.root) {
    case Root::parameter:
    case Root::self:
    case Root::global:
    case Root::per_thread:
    case Root::returned:
    case Root::function:
    case Root::argument: return true;
    default: return false;
  }
}

bool operator==(const Effects& a, const Effects& b) {
  // Effects only grow while a cycle of calls is followed, so their sizes tell them apart.
  const auto crossings = [](const Effects& effects) {
    std::size_t sum = 0;
    for (const Running& each : effects.running) sum += each.uses.size() + each.creates.size();
    return sum;
  };
  return a.uses.size() == b.uses.size() && a.creates.size() == b.creates.size() &&
         a.flows.size() == b.flows.size() && a.joins == b.joins && a.signals == b.signals &&
         a.waits == b.waits && a.any_thread == b.any_thread && a.rebound == b.rebound &&
         a.running.size() == b.running.size() && a.pending.size() == b.pending.size() &&
         a.acquired == b.acquired && a.released == b.released && a.forks.size() == b.forks.size() &&
         a.inherited.size() == b.inherited.size() && a.returns == b.returns &&
         crossings(a) == crossings(b);
}

std::size_t size_of(const Effects& effects) {
  std::size_t sum = effects.uses.size() + effects.readings.size() + effects.creates.size() +
                    effects.flows.size() + effects.joins.size() + effects.signals.size() +
                    effects.waits.size() + effects.any_thread.size() + effects.rebound.size() +
                    effects.pending.size() + effects.acquired.size() + effects.released.size() +
                    effects.handovers.size() + effects.forks.size() + effects.inherited.size();
  for (const Running& each : effects.running)
    sum += 1 + each.uses.size() + each.readings.size() + each.creates.size() + each.pending.size();
  return sum;
}

Place Binding::operator()(const Place& place) const {
  Place mine;
  switch (place.root) {
    case Root::parameter:
      if (place.index < arguments.size()) mine = extended(arguments[place.index], place.path);
      break;
    case Root::self: mine = extended(receiver, place.path); break;
    case Root::returned: mine = extended(result, place.path); break;
    case Root::global:
    case Root::per_thread:
    case Root::function:
    case Root::argument:
      mine = place;
      mine.subscripts.clear();
      break;
    default: break;
  }
  // Which element the callee's own variables pick, its callers cannot tell.
  mine.element |= place.element || !place.subscripts.empty();
  return mine;
}

Places Binding::operator()(const Places& places) const {
  Places result;
  for (const Place& each : places)
    if (Place mine = (*this)(each)) result.insert(std::move(mine));
  return result;
}

Use Binding::operator()(Use use) const {
  use.place = (*this)(use.place);
  use.locks = (*this)(use.locks);
  use.assumed = (*this)(use.assumed);
  use.given_back = (*this)(use.given_back);
  use.after = (*this)(use.after);
  use.before = (*this)(use.before);
  use.rebound = (*this)(use.rebound);
  return use;
}

Create Binding::operator()(Create create) const {
  create.place = (*this)(create.place);
  create.parent = (*this)(create.parent);
  return create;
}

Pending Binding::operator()(Pending pending) const {
  pending.callable = (*this)(pending.callable);
  for (Place& each : pending.arguments) each = (*this)(each);
  pending.locks = (*this)(pending.locks);
  return pending;
}

Running Binding::operator()(Running running) const {
  running.thread = (*this)(running.thread);
  running.callable = (*this)(running.callable);
  for (Crossing& each : running.uses) each.use = (*this)(each.use);
  for (Reading& each : running.readings) each = (*this)(each);
  for (Create& each : running.creates) each = (*this)(each);
  // What a caller has no name for (of an object that it did not make) it cannot judge.
  const auto is_nameless = [](const auto& each) { return !place_of(each); };
  remove_if(running.uses, is_nameless);
  remove_if(running.creates, is_nameless);
  for (Pending& each : running.pending) each = (*this)(each);
  running.signals = (*this)(running.signals);
  return running;
}

Fork Binding::operator()(Fork fork) const {
  fork.answer = (*this)(fork.answer);
  return fork;
}

Reading Binding::operator()(Reading reading) const {
  reading.use = (*this)(reading.use);
  return reading;
}

Effects Binding::operator()(const Effects& effects) const {
  Effects mine;
  for (const Use& each : effects.uses) mine.uses.push_back((*this)(each));
  for (const Reading& each : effects.readings) mine.readings.push_back((*this)(each));
  for (const Create& each : effects.creates) mine.creates.push_back((*this)(each));
  for (const summary::Flow& each : effects.flows) {
    summary::Flow flow{(*this)(each.to), (*this)(each.from), each.names, each.through};
    if (flow.to && flow.from && flow.to != flow.from) mine.flows.push_back(std::move(flow));
  }
  mine.joins = (*this)(effects.joins);
  mine.signals = (*this)(effects.signals);
  mine.waits = (*this)(effects.waits);
  mine.any_thread = (*this)(effects.any_thread);
  mine.rebound = (*this)(effects.rebound);
  for (const Running& each : effects.running) mine.running.push_back((*this)(each));
  for (const Pending& each : effects.pending) mine.pending.push_back((*this)(each));
  for (const auto& [lock, guard] : effects.acquired)
    if (const Place held = (*this)(lock)) mine.acquired.emplace(held, (*this)(guard));
  mine.released = (*this)(effects.released);
  for (const Fork& each : effects.forks) mine.forks.push_back((*this)(each));
  for (const Inherited& each : effects.inherited)
    mine.inherited.push_back({(*this)(each.use), each.fork});
  mine.returns = effects.returns;
  mine.exits = effects.exits;
  mine.touches = effects.touches;
  for (const auto& [work, spot] : effects.handovers)
    if (const Place place = (*this)(work)) mine.handovers.emplace(place, spot);
  return mine;
}

}  // namespace lanyard::link
