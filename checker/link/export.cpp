// From a scope to the effects that its callers see: what stays inside is left out, what
// is made inside and handed out is called by its name outside.
#include <algorithm>
#include <iterator>

#include "checker/link/forks.h"
#include "checker/link/modes.h"
#include "checker/link/outside.h"
#include "checker/link/scope.h"

namespace lanyard::link {
namespace {

constexpr std::uint32_t kEnd = 1;  // the event where a function returns

/// Whether it leaves more than the code of its own success.
bool runs(const Use& use) { return (use.leaves & ~kError) != 0; }

bool better(const Use& a, const Use& b) {
  if (a.guessed != b.guessed) return b.guessed;
  if (a.ends != b.ends) return b.ends;
  if (!(a.spot.where == b.spot.where)) return a.spot.where < b.spot.where;
  return a.calls.size() < b.calls.size();
}

}  // namespace

class Exporter {
 public:
  explicit Exporter(const Scope& scope) : scope_(scope), outside_(scope) {
    find_order();
    find_signals();
  }

  Effects take() {
    for (std::uint32_t i = 0; i != scope_.outcomes_.size(); ++i) export_event(i);
    for (const summary::Flow& flow : scope_.aliases_.flows()) export_flow(flow);
    for (const auto& work : scope_.work_) {
      if (work.running >= 0 || work.done) continue;
      for (Pending& each : outward(work.pending)) keep(std::move(each), effects_.pending);
    }
    for (const auto& [lock, guard] : scope_.outcomes_[1].acquired)
      if (const Place held = outside_.name(lock); held && effects_.acquired.size() != limit::places)
        effects_.acquired.emplace(held, outside_.name(guard));
    add(outside_.names(scope_.given_back_), effects_.released);
    add(outside_.names(scope_.any_thread_), effects_.any_thread);
    add(outside_.names(scope_.rebound_), effects_.rebound);
    export_forks();
    return std::move(effects_);
  }

 private:
  /// Of more places than a function tells, those that sort first: parameters before globals.
  static void add(Places from, Places& to) {
    to.merge(from);
    while (to.size() > limit::places) to.erase(std::prev(to.end()));
  }

  /// The events that can come before each thread that is waited for has ended.
  void find_order() {
    Places threads;
    for (const Outcome& outcome : scope_.outcomes_) {
      threads.insert(outcome.joins.begin(), outcome.joins.end());
      threads.insert(outcome.waits.begin(), outcome.waits.end());
    }
    for (const Place& thread : threads) {
      const Places outside = outside_.names(thread);
      if (outside.empty()) continue;
      const std::vector<bool> before = scope_.reach({0}, [&](std::uint32_t event) {
        return !scope_.joins(event, thread) && !scope_.waits(event, thread);
      });
      for (std::uint32_t i = 0; i != before.size(); ++i) {
        const Outcome& outcome = scope_.outcomes_[i];
        if (!before[i] && !(outcome.uses.empty() && outcome.running.empty()))
          after_[i].insert(outside.begin(), outside.end());
      }
    }
  }

  /// The events that can come after each signal has been given.
  void find_signals() {
    Places signals;
    for (const Outcome& outcome : scope_.outcomes_)
      signals.insert(outcome.signals.begin(), outcome.signals.end());
    for (const Place& signal : signals) {
      Places outside = outside_.names(signal);
      if (outside.empty()) continue;
      std::vector<std::uint32_t> following;
      for (std::uint32_t i = 0; i != scope_.outcomes_.size(); ++i)
        if (has(scope_.outcomes_[i].signals, signal))
          following.insert(following.end(), scope_.next(i).begin(), scope_.next(i).end());
      std::vector<bool> after =
          scope_.reach(std::move(following), [](std::uint32_t) { return true; });
      given_.push_back({signal, std::move(outside), std::move(after)});
    }
  }

  bool has(const Places& signals, const Place& signal) const {
    return std::any_of(signals.begin(), signals.end(),
                       [&](const Place& each) { return scope_.same_object(each, signal); });
  }

  /// The signals that the function gives only after this use.
  Places signals_after(std::uint32_t event, const Use& use) const {
    Places result;
    for (const Given& each : given_) {
      if (each.after[event]) continue;
      // Given by the same call: that call's function knows.
      if (has(scope_.outcomes_[event].signals, each.signal) && !has(use.before, each.signal))
        continue;
      result.insert(each.outside.begin(), each.outside.end());
    }
    return result;
  }

  void export_use(std::uint32_t event, const Use& use, bool elsewhere) {
    bool is_parent = false;
    for (const Place& place : outside_.names_of_handle(use.place, is_parent)) {
      Use mine = use;
      mine.place = place;
      if (is_parent) mine.kind = contract::Handle::connection;
      mine.elsewhere |= elsewhere;
      mine.locks = outside_.names(use.locks);
      mine.assumed = outside_.names(use.assumed);
      // On a thread of its own nobody's locks are held but those that it takes.
      mine.given_back = elsewhere ? Places() : outside_.names(use.given_back);
      mine.after = outside_.names(use.after);
      mine.before = signals_after(event, use);
      mine.rebound = outside_.names(use.rebound);
      const auto found = after_.find(event);
      if (found != after_.end()) mine.after.insert(found->second.begin(), found->second.end());
      keep(std::move(mine));
    }
  }

  /// One use tells as much as a hundred: the best of those that are alike.
  void keep(Use use) {
    for (Use& known : effects_.uses) {
      if (known.place != use.place || known.locks != use.locks || known.after != use.after ||
          known.before != use.before || known.elsewhere != use.elsewhere ||
          known.reads != use.reads || known.rebound != use.rebound ||
          known.assumed != use.assumed || known.given_back != use.given_back ||
          runs(known) != runs(use))
        continue;
      use.leaves |= known.leaves;
      if (better(use, known))
        known = std::move(use);
      else
        known.leaves = use.leaves;
      return;
    }
    if (effects_.uses.size() != limit::uses) effects_.uses.push_back(std::move(use));
  }

  void export_reading(const Reading& reading, bool elsewhere, std::vector<Reading>& to) {
    bool is_parent = false;
    for (const Place& place : outside_.names_of_handle(reading.use.place, is_parent)) {
      Reading mine = reading;
      mine.use.place = place;
      mine.use.elsewhere |= elsewhere;
      mine.use.locks = outside_.names(reading.use.locks);
      mine.use.assumed = outside_.names(reading.use.assumed);
      mine.use.given_back = elsewhere ? Places() : outside_.names(reading.use.given_back);
      mine.use.after = outside_.names(reading.use.after);
      const bool known = std::any_of(to.begin(), to.end(), [&](const Reading& other) {
        return other.use.place == place && other.state == mine.state &&
               other.use.locks == mine.use.locks && other.use.spot.where == mine.use.spot.where;
      });
      if (!known && to.size() != limit::readings) to.push_back(std::move(mine));
    }
  }

  void export_create(const Create& create, std::vector<Create>& to) {
    const Place place = outside_.name(create.place);
    if (!place) return;
    Create mine = create;
    mine.place = place;
    mine.parent = {};
    if (create.parent)
      for (const Place& parent : outside_.names(create.parent)) mine.parent = parent;
    for (const Create& known : to)
      if (known.place == mine.place && known.parent == mine.parent) return;
    if (to.size() != limit::creates) to.push_back(std::move(mine));
  }

  static void keep(Pending pending, std::vector<Pending>& to) {
    if (to.size() == limit::pending) return;
    for (const Pending& known : to)
      if (known.callable == pending.callable && known.arguments == pending.arguments &&
          known.locks == pending.locks)
        return;
    to.push_back(std::move(pending));
  }

  std::vector<Pending> outward(const Pending& pending) const {
    std::vector<Pending> result;
    for (const Place& callable : outside_.names(pending.callable)) {
      if (callable.root == Root::function) continue;
      Pending mine = pending;
      mine.callable = callable;
      for (Place& each : mine.arguments) {
        const Places places = outside_.names(each);
        each = places.empty() ? Place() : *places.begin();
      }
      mine.locks = outside_.names(pending.locks);
      result.push_back(std::move(mine));
    }
    return result;
  }

  /// Whether the thread can still run when the function returns.
  bool is_left(const Running& running) const {
    std::vector<const Use*> uses;
    uses.reserve(running.uses.size());
    for (const Crossing& each : running.uses) uses.push_back(&each.use);
    const bool knows_uses = running.pending.empty() && running.creates.empty();
    return scope_.reach(scope_.next(running.since), [&](std::uint32_t event) {
      return !scope_.waits_for(event, running) &&
             !(knows_uses && scope_.is_over(event, running, uses));
    })[kEnd];
  }

  void export_running(const Running& running) {
    Running mine = running;
    const std::size_t left = limit::running_uses - std::min(limit::running_uses, running_uses_);
    const std::size_t most = std::max(limit::running_first, std::min(limit::uses, left));
    const Places threads = outside_.names(running.thread);
    mine.thread = threads.empty() ? Place() : *threads.begin();
    const Places callables = outside_.names(running.callable);
    mine.callable = callables.empty() ? Place() : *callables.begin();
    mine.uses.clear();
    mine.readings.clear();
    for (const Reading& each : running.readings)
      if (mine.readings.size() < limit::running_readings)
        export_reading(each, false, mine.readings);
    mine.creates.clear();
    mine.pending.clear();
    mine.signals = outside_.names(running.signals);
    for (const Crossing& each : running.uses) {
      bool is_parent = false;
      for (const Place& place : outside_.names_of_handle(each.use.place, is_parent)) {
        Crossing crossing = each;
        crossing.use.place = place;
        if (is_parent) crossing.use.kind = contract::Handle::connection;
        crossing.use.locks = outside_.names(each.use.locks);
        crossing.use.after = outside_.names(each.use.after);
        crossing.use.before = outside_.names(each.use.before);
        crossing.use.rebound = outside_.names(each.use.rebound);
        if (mine.uses.size() < most) mine.uses.push_back(std::move(crossing));
      }
    }
    for (const Create& each : running.creates) export_create(each, mine.creates);
    for (const Pending& each : running.pending)
      for (Pending& pending : outward(each)) keep(std::move(pending), mine.pending);
    const bool matters = running.touches && is_single_threaded(scope_.program());
    if (mine.uses.empty() && mine.creates.empty() && mine.pending.empty() && !matters) return;
    for (const Running& known : effects_.running)
      if (known.spot.where == mine.spot.where && known.thread == mine.thread &&
          known.entry == mine.entry && known.callable == mine.callable &&
          known.uses.size() == mine.uses.size() && known.pending.size() == mine.pending.size())
        return;
    if (effects_.running.size() == limit::running) return;
    running_uses_ += mine.uses.size();
    effects_.running.push_back(std::move(mine));
  }

  void export_event(std::uint32_t event) {
    const Outcome& outcome = scope_.outcomes_[event];
    for (const Use& use : outcome.uses) export_use(event, use, false);
    for (const Reading& each : outcome.readings) export_reading(each, false, effects_.readings);
    for (const Create& create : outcome.creates) export_create(create, effects_.creates);
    add(outside_.names(outcome.joins), effects_.joins);
    add(outside_.names(outcome.signals), effects_.signals);
    add(outside_.names(outcome.waits), effects_.waits);
    for (const Running& running : outcome.running) {
      if (is_left(running)) {
        export_running(running);
        continue;
      }
      for (const Crossing& each : running.uses) export_use(event, each.use, true);
      for (const Reading& each : running.readings) export_reading(each, true, effects_.readings);
      for (const Create& create : running.creates) export_create(create, effects_.creates);
    }
  }

  /// Whether every scope that speaks of the global knows this by itself.
  bool is_initial(const summary::Flow& flow) const {
    if (flow.to.root != Root::global || scope_.function().sort == summary::Sort::initialiser)
      return false;
    const std::vector<summary::Flow>& known = scope_.program().initial(flow.to.key);
    return std::any_of(known.begin(), known.end(), [&](const summary::Flow& each) {
      return each.to == flow.to && each.from == flow.from;
    });
  }

  void export_forks() {
    const Ends ends = ends_of(scope_);
    effects_.returns = ends.returns;
    effects_.exits = ends.exits;
    effects_.initialises = initialises(scope_);
    for (const Outcome& outcome : scope_.outcomes_) effects_.touches |= outcome.touches;
    for (const auto& [event, fork] : ends.forks) {
      Fork mine = fork;
      const Places answers = outside_.names(fork.answer);
      mine.answer = answers.empty() ? Place() : *answers.begin();
      // Both go on, and what the callers see does not tell which of them they are.
      if (!mine.answer && parent_returns(scope_, event, fork)) continue;
      if (effects_.forks.size() != limit::forks) effects_.forks.push_back(std::move(mine));
    }
    for (const Inherited& each : inherited_from_outside(scope_)) {
      bool is_parent = false;
      for (const Place& place : outside_.names_of_handle(each.use.place, is_parent)) {
        Inherited mine = each;
        mine.use.place = place;
        mine.use.locks.clear();
        mine.use.after.clear();
        if (is_parent) mine.use.kind = contract::Handle::connection;
        const bool known = std::any_of(
            effects_.inherited.begin(), effects_.inherited.end(), [&](const Inherited& other) {
              return other.use.place == place && other.use.ends == mine.use.ends &&
                     other.fork.spot.where == mine.fork.spot.where;
            });
        if (!known && effects_.inherited.size() != limit::inherited)
          effects_.inherited.push_back(std::move(mine));
      }
    }
  }

  void export_flow(const summary::Flow& flow) {
    const Place to = outside_.name(flow.to);
    if (!to || to.root == Root::function || (to == flow.to && !Outside::is_seen(flow))) return;
    if (is_initial(flow)) return;
    Places from = outside_.names(flow.from);
    for (const Place& each : from) {
      if (each == to || effects_.flows.size() == limit::flows) continue;
      if (!known_flows_.emplace(to, each).second) continue;
      effects_.flows.push_back({to, each, flow.names, flow.through});
      // Work is stored: whoever runs it later can tell where it was handed over.
      if (flow.to.path.empty()) continue;
      if (effects_.handovers.size() == limit::handovers) continue;
      const auto spot = scope_.handovers_.find(flow.to);
      if (spot != scope_.handovers_.end())
        effects_.handovers.emplace(to, spot->second);
      else if (const auto event = scope_.arrival_of(flow.to))
        effects_.handovers.emplace(to, scope_.spot(event));
    }
  }

  struct Given {
    Place signal;
    Places outside;
    std::vector<bool> after;  // the events that can come afterwards
  };

  const Scope& scope_;
  std::vector<Given> given_;
  const Outside outside_;
  Effects effects_;
  std::set<std::pair<Place, Place>> known_flows_;
  std::map<std::uint32_t, Places> after_;
  std::size_t running_uses_ = 0;  // of all threads in effects_
};

Effects Scope::effects() const { return Exporter(*this).take(); }

}  // namespace lanyard::link
