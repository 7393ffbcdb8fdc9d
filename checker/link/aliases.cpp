#include "checker/link/aliases.h"

#include <algorithm>
#include <iterator>

namespace lanyard::link {
namespace {

/// Of names that lead to each other alone: the shortest that outlive the call, or the first.
std::vector<Place> outermost(const std::vector<Place>& chain) {
  std::vector<Place> best;
  for (const Place& each : chain) {
    if (!is_outward(each)) continue;
    if (!best.empty() && each.path.size() < best.front().path.size()) best.clear();
    if (best.empty() || each.path.size() == best.front().path.size()) best.push_back(each);
  }
  if (best.empty()) best.push_back(chain.front());
  return best;
}

}  // namespace

bool Aliases::insert(const summary::Flow& flow) {
  if (flows_.size() == limit::scope_flows) return false;
  std::vector<std::size_t>& known = into_[flow.to];
  for (const std::size_t each : known)
    if (flows_[each].from == flow.from) return false;
  known.push_back(flows_.size());
  flows_.push_back(flow);
  return true;
}

void Aliases::add(const summary::Flow& flow) {
  insert(flow);
  resolved_.clear();
}

void Aliases::add_created(const Place& place) {
  created_.insert(place);
  resolved_.clear();
}

void Aliases::close() {
  for (std::size_t round = 0; round != limit::close_rounds; ++round) {
    bool grown = false;
    const std::size_t count = flows_.size();
    for (std::size_t i = 0; i != count; ++i) {
      const summary::Flow flow = flows_[i];
      if (flow.to.path.empty()) continue;
      Place around = flow.to;
      around.path.pop_back();
      const Resolved objects = follow(around, false);
      for (const Place& object : objects.origins) {
        summary::Flow same = flow;
        same.to = extended(object, {flow.to.path.back()});
        if (same.to && same.to != flow.to && same.to != flow.from) grown |= insert(same);
      }
    }
    resolved_.clear();
    if (!grown) return;
  }
}

/// Calls `visit` with each flow into the place or into what it is a part of, and with how much
/// of the place's path the flow's target has.
template <typename Visit>
void Aliases::each_into(const Place& place, Visit visit) const {
  Place whole = place;
  for (std::size_t length = place.path.size() + 1; length-- > 0;) {
    whole.path.resize(length);
    const auto flows = into_.find(whole);
    if (flows == into_.end()) continue;
    for (const std::size_t each : flows->second) visit(flows_[each], length);
  }
}

Resolved Aliases::follow(const Place& start, bool storage) const {
  Resolved result;
  result.chain.push_back(start);
  for (std::size_t i = 0; i != result.chain.size() && i != limit::steps; ++i) {
    const Place place = result.chain[i];
    bool moved = false;
    each_into(place, [&](const summary::Flow& flow, std::size_t length) {
      if (storage && length == place.path.size() && !flow.names) return;
      moved = true;
      Place from = extended(flow.from, place.path, length);
      if (!from) return;
      if (from.subscripts.empty()) from.subscripts = place.subscripts;
      if (std::find(result.chain.begin(), result.chain.end(), from) == result.chain.end())
        result.chain.push_back(std::move(from));
    });
    if (!moved || created_.count(place)) result.origins.push_back(place);
  }
  // Names that only lead to each other (a list, a swap): what they mean came from outside.
  if (result.origins.empty()) result.origins = outermost(result.chain);
  std::sort(result.origins.begin(), result.origins.end());
  if (result.origins.size() > limit::origins) result.origins.resize(limit::origins);
  return result;
}

const Resolved& Aliases::resolve(const Place& place) const {
  const auto found = resolved_.find(place);
  if (found != resolved_.end()) return found->second;
  return resolved_.emplace(place, follow(place, false)).first->second;
}

std::vector<Place> Aliases::storage(const Place& place) const {
  return follow(place, true).origins;
}

bool Aliases::is_element(const Place& place) const {
  const std::vector<Place>& chain = resolve(place).chain;
  return place.element || std::any_of(chain.begin() + 1, chain.end(),
                                      [](const Place& each) { return each.element; });
}

/// The names of a place that are reached without a choice among elements.
Places Aliases::before_choice(const Place& start) const {
  Places found;
  std::vector<Place> waiting{start};
  while (!waiting.empty() && found.size() < limit::steps) {
    const Place place = std::move(waiting.back());
    waiting.pop_back();
    if (!place || place.element || !found.insert(place).second) continue;
    each_into(place, [&](const summary::Flow& flow, std::size_t length) {
      waiting.push_back(extended(flow.from, place.path, length));
    });
  }
  return found;
}

bool Aliases::are_same(const Place& a, const Place& b) const {
  const Places mine = before_choice(a), theirs = before_choice(b);
  return std::any_of(mine.begin(), mine.end(),
                     [&](const Place& each) { return theirs.count(each) != 0; });
}

bool Aliases::is_set(const Place& place) const { return into_.count(place) != 0; }

}  // namespace lanyard::link
