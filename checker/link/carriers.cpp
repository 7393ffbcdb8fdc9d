#include "checker/link/carriers.h"

#include <algorithm>

namespace lanyard::link {

using summary::Event;
using summary::Function;
using summary::Kind;

namespace {

// Names alone pass on what they know; a program needs a few rounds, and this many are a bug.
constexpr int kRounds = 64;

bool is_outward_root(Root root) {
  return root == Root::parameter || root == Root::self || root == Root::returned ||
         root == Root::global;
}

std::vector<Place> operands(const Event& event) {
  std::vector<Place> all = event.arguments;
  for (const Place& each : {event.receiver, event.result, event.place})
    if (each) all.push_back(each);
  all.erase(std::remove_if(all.begin(), all.end(), [](const Place& each) { return !each; }),
            all.end());
  return all;
}

/// Whether what a function does reaches a handle that others can reach too.
bool reach_handles(const Effects& effects) {
  return !effects.uses.empty() || !effects.creates.empty() ||
         std::any_of(effects.running.begin(), effects.running.end(), [](const Running& each) {
           return !each.uses.empty() || !each.creates.empty();
         });
}

}  // namespace

int Groups::of(const Place& place) {
  const bool keyed =
      place.root == Root::global || place.root == Root::per_thread || place.root == Root::function;
  const Object object(place.root, keyed ? 0 : place.index, keyed ? place.key : std::string());
  const auto [known, is_new] = numbers_.try_emplace(object, static_cast<int>(above_.size()));
  if (is_new) {
    above_.push_back(known->second);
    inner_.push_back(false);
    outer_.push_back(false);
  }
  return top(known->second);
}

int Groups::top(int group) const {
  while (above_[group] != group) group = above_[group];
  return group;
}

bool Groups::unite(int a, int b) {
  a = top(a);
  b = top(b);
  if (a == b) return false;
  above_[b] = a;
  inner_[a] = inner_[a] || inner_[b];
  outer_[a] = outer_[a] || outer_[b];
  return true;
}

bool Groups::set_inner(int group) {
  const bool was = is_inner(group);
  inner_[top(group)] = true;
  return !was;
}

bool Groups::set_outer(int group) {
  const bool was = outer_[top(group)];
  outer_[top(group)] = true;
  return !was;
}

Carriers::Carriers(const Program& program, const EffectsByKey& known)
    : program_(program), known_(known) {
  for (const auto& [key, member] : program.members()) {
    Groups& mine = groups_[key];
    for (const summary::Flow& flow : member.function->flows)
      if (flow.to && flow.from) mine.unite(mine.of(flow.to), mine.of(flow.from));
  }
  bool grown = true;
  for (int round = 0; grown && round != kRounds; ++round) {
    grown = false;
    for (const auto& [key, member] : program.members()) grown |= visit(*member.function);
  }
}

bool Carriers::visit(const Function& function) {
  Groups& mine = groups_[function.key];
  bool grown = false;
  for (const Event& event : function.events) {
    if ((event.kind == Kind::create || event.kind == Kind::use) && event.place) {
      grown |= mine.set_inner(mine.of(event.place));
      if (event.parent) grown |= mine.unite(mine.of(event.place), mine.of(event.parent));
    }
    if (event.kind != Kind::call && event.kind != Kind::spawn && event.kind != Kind::at_exit)
      continue;
    for (std::size_t i = 0; i != event.kinds.size(); ++i)
      if (event.kinds[i] != contract::Handle::none && event.arguments[i])
        grown |= mine.set_inner(mine.of(event.arguments[i]));
    const auto targets = event.callee.empty() ? std::vector<const Member*>()
                                              : program_.targets(event.callee, event.dispatched);
    for (const Member* target : targets) grown |= bind(mine, event, *target);
    if (!targets.empty()) continue;
    // Nobody knows what it does: it may put any of them into any other.
    const std::vector<Place> all = operands(event);
    for (const Place& each : all) grown |= mine.unite(mine.of(all.front()), mine.of(each));
  }
  if (!function.class_key.empty()) {
    // The objects of a class are one, as far as this goes: other methods find what this one left.
    Place self;
    self.root = Root::self;
    const int group = mine.of(self);
    if (mine.is_carrier(group)) grown |= classes_.insert(function.class_key).second;
    if (classes_.count(function.class_key) != 0) grown |= mine.set_inner(group);
  }
  return settle(mine) || grown;
}

/// Lets a call and a function that it runs tell each other what they know of its operands.
bool Carriers::bind(Groups& mine, const Event& call, const Member& target) {
  Groups& theirs = groups_[target.function->key];
  bool grown = false;
  std::map<int, int> here;  // a group of theirs, and what it is here
  const auto tie = [&](Root root, std::uint32_t index, const Place& operand) {
    if (!operand) return;
    Place object;
    object.root = root;
    object.index = index;
    const int there = theirs.of(object), group = mine.of(operand);
    const auto [known, is_new] = here.try_emplace(there, group);
    if (!is_new) grown |= mine.unite(known->second, group);
    if (theirs.is_inner(there)) grown |= mine.set_inner(group);
    if (mine.is_carrier(group)) grown |= theirs.set_outer(there);
  };
  for (std::uint32_t i = 0; i != call.arguments.size(); ++i)
    tie(Root::parameter, i, call.arguments[i]);
  tie(Root::self, 0, call.receiver);
  tie(Root::returned, 0, call.result);
  return grown;
}

/// What globals, and functions as values, mean for a function's groups, and the other way round.
bool Carriers::settle(Groups& mine) {
  bool grown = false;
  for (const auto& [object, number] : mine.objects()) {
    const auto& [root, index, key] = object;
    if (root == Root::global) {
      if (mine.is_carrier(number)) grown |= globals_.insert(key).second;
      if (globals_.count(key) != 0) grown |= mine.set_inner(number);
    } else if (root == Root::function && program_.find(key)) {
      if (concerns_callers(key)) grown |= mine.set_inner(number);
      if (!mine.is_carrier(number)) continue;
      Groups& theirs = groups_[key];
      for (const auto& [other, their_number] : theirs.objects())
        if (is_outward_root(std::get<Root>(other)) && std::get<Root>(other) != Root::global)
          grown |= theirs.set_outer(their_number);
    }
  }
  return grown;
}

bool Carriers::concerns_callers(const std::string& function) const {
  // A handle that a call answers has no name of its own here: only the effects tell of it.
  const auto effects = known_.find(function);
  if (effects != known_.end() && reach_handles(effects->second)) return true;
  const auto found = groups_.find(function);
  if (found == groups_.end()) return false;
  const Groups& groups = found->second;
  return std::any_of(groups.objects().begin(), groups.objects().end(), [&](const auto& each) {
    return is_outward_root(std::get<Root>(each.first)) && groups.is_inner(each.second);
  });
}

bool Carriers::concerns(const std::string& function) const {
  const auto found = groups_.find(function);
  if (found == groups_.end()) return false;
  const Groups& groups = found->second;
  return std::any_of(groups.objects().begin(), groups.objects().end(),
                     [&](const auto& each) { return groups.is_carrier(each.second); });
}

bool Carriers::crosses(const std::string& function, const Event& call) const {
  Groups& groups = groups_[function];
  const std::vector<Place> all = operands(call);
  return std::any_of(all.begin(), all.end(),
                     [&](const Place& each) { return groups.is_carrier(groups.of(each)); });
}

}  // namespace lanyard::link
