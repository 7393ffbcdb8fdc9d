// The link step: effects from the callees up, then a judgement at every function.
#include "checker/link/link.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "checker/link/crossings.h"
#include "checker/link/forks.h"
#include "checker/link/harness.h"
#include "checker/link/modes.h"
#include "checker/link/program.h"
#include "checker/link/scope.h"
#include "checker/link/targets.h"
#include "contract/policies.h"
#include "contract/rules.h"

namespace lanyard::link {
namespace {

/// Orders functions so that callees come first, as far as there are no cycles; what is in
/// a cycle comes as one group (Tarjan's strongly connected components, without recursion,
/// for call chains can be deep).
class Ordering {
 public:
  explicit Ordering(const Program& program) : program_(program) {
    // What is done at exit is done wherever the process exits, and at a fork wherever it forks.
    for (const auto* handlers : {&program.at_exit(), &program.at_fork()})
      for (const Program::Handler& each : *handlers)
        if (program.find(each.callee) && !number_.count(each.callee)) visit(each.callee);
    for (const auto& [key, member] : program.members())
      if (!number_.count(key)) visit(key);
  }

  const std::vector<std::vector<std::string>>& groups() const { return groups_; }

 private:
  struct Frame {
    std::string key;
    std::vector<std::string> next;
    std::size_t position = 0;
  };

  std::vector<std::string> mentions(const std::string& key) const {
    std::set<std::string> found;
    const summary::Function& function = *program_.find(key)->function;
    for (const summary::Event& event : function.events) {
      for (const Member* each : program_.targets(event.callee, event.dispatched))
        found.insert(each->function->key);
      for (const Place& argument : event.arguments)
        if (argument.root == Root::function) found.insert(argument.key);
      if (event.place.root == Root::function) found.insert(event.place.key);
    }
    for (const summary::Flow& flow : function.flows)
      if (flow.from.root == Root::function) found.insert(flow.from.key);
    // It may call what is in the tables that it speaks of.
    std::set<std::string> seen;
    for (const summary::Flow& flow : program_.initial_in(function, seen))
      if (flow.from.root == Root::function) found.insert(flow.from.key);
    std::vector<std::string> result;
    for (const std::string& each : found)
      if (program_.find(each)) result.push_back(each);
    return result;
  }

  void enter(const std::string& key) {
    number_[key] = low_[key] = count_++;
    stack_.push_back(key);
    open_.insert(key);
    frames_.push_back({key, mentions(key)});
  }

  void visit(const std::string& start) {
    enter(start);
    while (!frames_.empty()) {
      const std::size_t top = frames_.size() - 1;
      const std::string key = frames_[top].key;
      if (frames_[top].position != frames_[top].next.size()) {
        const std::string next = frames_[top].next[frames_[top].position++];
        if (!number_.count(next))
          enter(next);
        else if (open_.count(next))
          low_[key] = std::min(low_[key], number_[next]);
        continue;
      }
      if (low_[key] == number_[key]) leave(key);
      frames_.pop_back();
      if (!frames_.empty()) {
        const std::string& above = frames_.back().key;
        low_[above] = std::min(low_[above], low_[key]);
      }
    }
  }

  void leave(const std::string& key) {
    std::vector<std::string> group;
    do {
      group.push_back(stack_.back());
      open_.erase(stack_.back());
      stack_.pop_back();
    } while (group.back() != key);
    std::sort(group.begin(), group.end());
    groups_.push_back(std::move(group));
  }

  const Program& program_;
  std::vector<std::vector<std::string>> groups_;
  std::vector<Frame> frames_;
  std::vector<std::string> stack_;
  std::set<std::string> open_;
  std::map<std::string, unsigned> number_, low_;
  unsigned count_ = 0;
};

int strength(const std::string& rule) {
  if (rule == "sqlite-handle-shared") return 2;
  return rule == "sqlite-handle-guarded" ? 1 : 0;
}

/// How much a finding tells; who calls whom on the way is no more than how it was seen.
std::ptrdiff_t told(const Finding& finding) {
  return std::count_if(finding.steps.begin(), finding.steps.end(),
                       [](const Step& step) { return step.role != Role::calls; });
}

/// One finding a crossing: the gravest, and of equals the one that tells more.
class Collection {
 public:
  void add(std::vector<Candidate> candidates) {
    for (Candidate& each : candidates) {
      const Key key{each.finding.where, each.there, each.as};
      const auto [known, added] = found_.try_emplace(key, each.finding);
      if (!added && is_better(each.finding, known->second)) known->second = std::move(each.finding);
    }
  }

  std::vector<Finding> take(contract::Policy policy) {
    std::vector<Finding> result;
    std::set<std::tuple<Location, std::string, std::string>> told;
    for (auto& [key, finding] : found_) {
      const contract::Rule* rule = contract::find_rule(finding.rule);
      if (!rule || !contract::is_reported(rule->policy, policy)) continue;
      if (!told.emplace(finding.where, finding.rule, finding.message).second) continue;
      result.push_back(std::move(finding));
    }
    std::sort(result.begin(), result.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.where, a.rule, a.message) < std::tie(b.where, b.rule, b.message);
    });
    return result;
  }

 private:
  using Key = std::tuple<Location, Location, Place>;

  static bool is_better(const Finding& a, const Finding& b) {
    const int left = strength(a.rule), right = strength(b.rule);
    if (left != right) return left > right;
    if (told(a) != told(b)) return told(a) > told(b);
    return a.severity > b.severity;
  }

  std::map<Key, Finding> found_;
};

/// Whether the function starts a thread, or calls one that leaves a thread running: the
/// only places where a handle can be seen to cross.
bool can_cross(const Program& program, const summary::Function& function,
               const EffectsByKey& known) {
  for (const summary::Event& event : function.events) {
    if (event.kind == summary::Kind::spawn || event.kind == summary::Kind::setup) return true;
    // What a callable does, only a closer look tells.
    if (event.kind == summary::Kind::call && event.callee.empty()) return true;
    for (const Member* target : program.targets(event.callee, event.dispatched)) {
      const auto effects = known.find(target->function->key);
      if (effects == known.end()) continue;
      if (!effects->second.running.empty() || !effects->second.pending.empty()) return true;
    }
  }
  return false;
}

/// Whether the function forks, or calls one that does.
bool can_fork(const Program& program, const summary::Function& function,
              const EffectsByKey& known) {
  for (const summary::Event& event : function.events) {
    if (event.kind == summary::Kind::fork) return true;
    for (const Member* target : program.targets(event.callee, event.dispatched)) {
      const auto effects = known.find(target->function->key);
      if (effects == known.end()) continue;
      if (!effects->second.forks.empty() || !effects->second.inherited.empty()) return true;
    }
  }
  return false;
}

EffectsByKey effects_of(const Program& program, Work& work) {
  EffectsByKey known;
  const Ordering ordering(program);
  for (const std::vector<std::string>& group : ordering.groups()) {
    for (std::size_t round = 0; round != limit::cycle_rounds; ++round) {
      bool grown = false;
      for (const std::string& key : group) {
        const Scope scope(program, *program.find(key), known);
        Effects effects = scope.effects();
        work.steps += scope.steps();
        grown |= !(effects == known[key]);
        known[key] = std::move(effects);
      }
      if (!grown) break;
      // A function that is in no cycle is known after one round.
      if (group.size() == 1 && round == 0) {
        const auto& callers = program.callers(group.front());
        if (std::find(callers.begin(), callers.end(), group.front()) == callers.end()) break;
      }
    }
  }
  for (const auto& [key, effects] : known) work.told += size_of(effects);
  return known;
}

}  // namespace

std::vector<Finding> link(const std::vector<summary::Module>& modules, const Options& options) {
  const auto renamed = separated(modules);
  const Program program(renamed ? *renamed : modules);
  Work work;
  const EffectsByKey known = effects_of(program, work);
  if (options.wants) *options.wants = wants(program, known);
  Collection collection;
  for (const auto& [key, member] : program.members()) {
    const bool forks = can_fork(program, *member.function, known);
    if (!forks && !can_cross(program, *member.function, known)) continue;
    const Scope scope(program, member, known);
    collection.add(crossings(scope, Order::written));
    collection.add(wrong_modes(scope));
    if (forks) collection.add(forked(scope));
    work.steps += scope.steps();
  }
  const summary::Module nowhere;
  for (const Harness& each : harnesses(program, known)) {
    const Member member{&each.function, &nowhere};
    const Scope scope(program, member, known);
    collection.add(crossings(scope, each.synthetic ? Order::synthetic : Order::written));
    collection.add(forked(scope));
    collection.add(wrong_modes(scope));
    work.steps += scope.steps();
  }
  if (options.work) *options.work = work;
  return collection.take(options.policy);
}

}  // namespace lanyard::link
