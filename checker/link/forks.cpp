#include "checker/link/forks.h"

#include <algorithm>
#include <functional>

#include "checker/link/wording.h"

namespace lanyard::link {

using summary::Kind;

namespace {

constexpr std::uint32_t kEnd = 1;  // the event where a function returns

/// Whether the event tells of the process that the fork made, or left.
bool speaks_of(const Scope& scope, std::uint32_t event, const Fork& fork) {
  const Place& place = scope.function().events[event].place;
  if (!place) return true;
  if (!fork.answer) return false;
  const std::vector<Place>& asked = scope.aliases().resolve(place).origins;
  const std::vector<Place>& answered = scope.aliases().resolve(fork.answer).origins;
  return std::any_of(asked.begin(), asked.end(), [&](const Place& each) {
    return std::find(answered.begin(), answered.end(), each) != answered.end();
  });
}

/// A use that follows a fork, in the child.
struct ChildUse {
  const Use* use;
  std::uint32_t event;
  bool at_once = false;  // by what runs before the fork returns
};

/// What handlers do, as uses and as places that mean another object afterwards.
struct Handled {
  std::vector<Use> uses;
  Places renewed;
};

Handled handled(const Scope& scope, const std::vector<Program::Handler>& handlers) {
  Handled all;
  for (const Program::Handler& each : handlers)
    for (const Member* target : scope.program().targets(each.callee, false)) {
      const Effects* effects = scope.effects_of(target->function->key);
      if (!effects) continue;
      const Binding binding{each.receiver, {}, {}};
      for (const Use& use : effects->uses)
        if (Use mine = binding(use); mine.place) all.uses.push_back(std::move(mine));
      for (const Create& create : effects->creates) all.renewed.insert(binding(create.place));
      for (const summary::Event& event : target->function->events)
        if (event.kind == Kind::define) all.renewed.insert(binding(event.place));
    }
  all.renewed.erase(Place());
  return all;
}

/// What the process runs when it exits, and in the child of a fork.
struct Handlers {
  explicit Handlers(const Scope& scope)
      : at_exit(handled(scope, scope.program().at_exit())),
        at_fork(handled(scope, scope.program().at_fork())) {}
  const Handled at_exit, at_fork;
};

class Child {
 public:
  Child(const Scope& scope, std::uint32_t event, const Fork& fork, const Handlers& handlers)
      : scope_(scope), fork_event_(event), fork_(fork), handlers_(handlers) {}

  bool passes(std::uint32_t event) const {
    return scope_.function().events[event].kind != Kind::parent || !speaks_of(scope_, event, fork_);
  }

  std::vector<bool> events() const {
    return scope_.reach(scope_.next(fork_event_),
                        [this](std::uint32_t each) { return passes(each); });
  }

  bool returns() const { return events()[kEnd]; }

  /// All uses in the child, and those by what it does first, and at exit.
  std::vector<ChildUse> uses() const {
    std::vector<ChildUse> result;
    if (fork_.handles)
      for (const Use& use : handlers_.at_fork.uses) result.push_back({&use, fork_event_, true});
    const std::vector<bool> reached = events();
    for (std::uint32_t i = 0; i != reached.size(); ++i) {
      if (!reached[i]) continue;
      const Outcome& outcome = scope_.outcomes()[i];
      for (const Use& use : outcome.uses) result.push_back({&use, i});
      for (const Running& running : outcome.running)
        for (const Crossing& each : running.uses) result.push_back({&each.use, i});
      if (outcome.exits || (i == kEnd && scope_.function().is_main))
        for (const Use& use : handlers_.at_exit.uses) result.push_back({&use, i});
    }
    return result;
  }

  /// Whether the words of the use still mean the handle that they meant before the fork.
  bool keeps(const ChildUse& child, const Place& handle) const {
    if (child.at_once) return true;
    if (fork_.handles && is_renewed(*child.use)) return false;
    return kept_between(scope_.next(fork_event_), child.event, names_of(*child.use), handle,
                        [this](std::uint32_t each) { return passes(each); });
  }

  /// Whether the handle is open before the fork because of what happens in this scope, and
  /// where it was created, if that is known.
  bool is_open(const Place& handle, const Create*& create) const {
    const auto all = [](std::uint32_t) { return true; };
    create = nullptr;
    bool open = false;
    for (std::uint32_t i = 0; i != scope_.outcomes().size(); ++i) {
      const Outcome& outcome = scope_.outcomes()[i];
      const auto made = std::find_if(outcome.creates.begin(), outcome.creates.end(),
                                     [&](const Create& each) { return each.place == handle; });
      const bool answered = handle.root == Root::value &&
                            std::count(outcome.defines.begin(), outcome.defines.end(), handle) != 0;
      if (made == outcome.creates.end() && !answered) continue;
      if (i != fork_event_ && !kept_between(scope_.next(i), fork_event_, {handle}, handle, all))
        continue;
      if (i == fork_event_) continue;
      open = true;
      if (made != outcome.creates.end()) create = &*made;
    }
    if (open) return true;
    const bool given =
        handle.root == Root::parameter &&
        (handle.path.empty() || scope_.program().callers(scope_.function().key).empty());
    return given && kept_between({0}, fork_event_, {handle}, handle, all);
  }

  /// Whether the handle may have been open before the function ran.
  bool comes_from_outside(const Place& handle) const {
    return handle.root != Root::local && handle.root != Root::value &&
           kept_between({0}, fork_event_, {handle}, handle, [](std::uint32_t) { return true; });
  }

 private:
  /// Whether what the child does first gives the words of the use another meaning.
  bool is_renewed(const Use& use) const {
    const std::vector<Place>& names = names_of(use);
    return std::any_of(names.begin(), names.end(), [&](const Place& name) {
      return std::any_of(handlers_.at_fork.renewed.begin(), handlers_.at_fork.renewed.end(),
                         [&](const Place& each) { return is_part_of(name, each); });
    });
  }

  const std::vector<Place>& names_of(const Use& use) const {
    return scope_.aliases().resolve(use.place).chain;
  }

  /// Whether a way leads from `start` to `end` on which nothing closes the handle, creates
  /// it, or gives one of these names for it a new value.
  bool kept_between(const std::vector<std::uint32_t>& start, std::uint32_t end,
                    const std::vector<Place>& names, const Place& handle,
                    const std::function<bool(std::uint32_t)>& passes) const {
    const auto ends_here = [&](std::uint32_t event) {
      const Outcome& outcome = scope_.outcomes()[event];
      for (const Place& name : names)
        for (const Place& defined : outcome.defines)
          if (is_part_of(name, defined)) return true;
      for (const Create& each : outcome.creates)
        if (each.place == handle ||
            std::find(names.begin(), names.end(), each.place) != names.end())
          return true;
      if (event == end) return false;
      return std::any_of(outcome.uses.begin(), outcome.uses.end(), [&](const Use& each) {
        if (!each.ends) return false;
        const std::vector<Place>& ended = scope_.aliases().resolve(each.place).origins;
        return std::find(ended.begin(), ended.end(), handle) != ended.end();
      });
    };
    const std::vector<bool> seen = scope_.reach(
        start, [&](std::uint32_t event) { return passes(event) && !ends_here(event); });
    return seen[end] && !ends_here(end);
  }

  const Scope& scope_;
  const std::uint32_t fork_event_;
  const Fork& fork_;
  const Handlers& handlers_;
};

template <typename Visit>
void for_each_fork(const Scope& scope, const Visit& visit) {
  for (std::uint32_t i = 0; i != scope.outcomes().size(); ++i)
    for (const Fork& fork : scope.outcomes()[i].forks) visit(i, fork);
}

bool has_forks(const Scope& scope) {
  return std::any_of(scope.outcomes().begin(), scope.outcomes().end(), [](const Outcome& each) {
    return !each.forks.empty() || !each.inherited.empty();
  });
}

bool better(const Use& a, const Use& b) {
  if (a.ends != b.ends) return b.ends;
  if (a.guessed != b.guessed) return b.guessed;
  return a.spot.where < b.spot.where;
}

class Judge {
 public:
  explicit Judge(const Scope& scope) : scope_(scope) {}

  std::vector<Candidate> take() {
    const Handlers handlers(scope_);
    for_each_fork(scope_, [&](std::uint32_t event, const Fork& fork) {
      const Child child(scope_, event, fork, handlers);
      for (const ChildUse& each : child.uses())
        judge(child, fork, *each.use,
              [&](const Place& handle) { return child.keeps(each, handle); });
    });
    for (std::uint32_t i = 0; i != scope_.outcomes().size(); ++i)
      for (const Inherited& each : scope_.outcomes()[i].inherited) {
        const Child child(scope_, i, each.fork, handlers);
        judge(child, each.fork, each.use, [](const Place&) { return true; });
      }
    std::vector<Candidate> result;
    for (const auto& [key, best] : best_) {
      Candidate candidate;
      candidate.there = best.use.spot.where;
      candidate.finding = worded_fork(scope_, best.fork, best.use, key.second, best.create);
      result.push_back(std::move(candidate));
    }
    return result;
  }

 private:
  struct Best {
    Fork fork;
    Use use;
    const Create* create;
  };

  template <typename Keeps>
  void judge(const Child& child, const Fork& fork, const Use& use, const Keeps& keeps) {
    for (const Place& handle : scope_.aliases().resolve(use.place).origins) {
      const Create* create = nullptr;
      if (!keeps(handle) || !child.is_open(handle, create)) continue;
      const Place top = *scope_.family(handle).begin();
      const Best made{fork, use, create};
      const auto [known, added] = best_.try_emplace({fork.spot.where, top}, made);
      if (!added && better(use, known->second.use)) known->second = made;
    }
  }

  const Scope& scope_;
  std::map<std::pair<Location, Place>, Best> best_;
};

}  // namespace

Ends ends_of(const Scope& scope) {
  Ends ends;
  const std::vector<bool> seen = scope.walk({0}, [](std::uint32_t) { return true; });
  ends.returns = seen[kEnd];
  if (!ends.returns) {
    bool stops = false;
    for (std::uint32_t i = 0; i != seen.size(); ++i) {
      const Outcome& outcome = scope.outcomes()[i];
      if (!seen[i] || !outcome.ends) continue;
      ends.exits |= outcome.exits;
      stops |= !outcome.exits;
    }
    ends.exits &= !stops;
  }
  if (!has_forks(scope)) return ends;
  const Handlers handlers(scope);
  for_each_fork(scope, [&](std::uint32_t event, const Fork& fork) {
    if (Child(scope, event, fork, handlers).returns()) ends.forks.emplace_back(event, fork);
  });
  return ends;
}

bool parent_returns(const Scope& scope, std::uint32_t event, const Fork& fork) {
  if (!fork.answer) return false;
  return scope.reach(scope.next(event), [&](std::uint32_t each) {
    return scope.function().events[each].kind != Kind::child || !speaks_of(scope, each, fork);
  })[kEnd];
}

std::vector<Inherited> inherited_from_outside(const Scope& scope) {
  std::vector<Inherited> result;
  if (!has_forks(scope)) return result;
  const Handlers handlers(scope);
  const auto keep = [&](const Child& child, const Fork& fork, const Use& use) {
    for (const Place& handle : scope.aliases().resolve(use.place).origins)
      if (child.comes_from_outside(handle)) {
        result.push_back({use, fork});
        return;
      }
  };
  for_each_fork(scope, [&](std::uint32_t event, const Fork& fork) {
    const Child child(scope, event, fork, handlers);
    for (const ChildUse& each : child.uses()) {
      const std::vector<Place>& handles = scope.aliases().resolve(each.use->place).origins;
      if (std::any_of(handles.begin(), handles.end(),
                      [&](const Place& handle) { return child.keeps(each, handle); }))
        keep(child, fork, *each.use);
    }
  });
  for (std::uint32_t i = 0; i != scope.outcomes().size(); ++i)
    for (const Inherited& each : scope.outcomes()[i].inherited)
      keep(Child(scope, i, each.fork, handlers), each.fork, each.use);
  return result;
}

std::vector<Candidate> forked(const Scope& scope) {
  if (!has_forks(scope)) return {};
  return Judge(scope).take();
}

}  // namespace lanyard::link
