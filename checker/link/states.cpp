#include "checker/link/states.h"

#include <algorithm>
#include <iterator>

#include "checker/link/wording.h"
#include "contract/functions.h"

namespace lanyard::link {

using contract::Part;
using contract::Sql;

namespace {

constexpr std::uint8_t kWritten = kRowid | kChanges | kError | kRows;

std::uint8_t left_by(Sql sql) {
  switch (sql) {
    case Sql::reads:
    case Sql::ends: return kError;
    case Sql::begins: return kError | kTransaction;
    default: return kWritten;
  }
}

template <typename A, typename B>
bool meet(const A& some, const B& others) {
  return std::any_of(some.begin(), some.end(), [&](const Place& each) {
    return std::find(others.begin(), others.end(), each) != others.end();
  });
}

/// The state of another call's whose change spoils what is read.
std::uint8_t spoilt_by(State state) { return state == kTransaction ? kRows : state; }

}  // namespace

void set_states(Use& use, Sql sql) {
  const contract::Function* row = contract::find_function(use.api);
  if (!row) return;
  switch (row->part) {
    case Part::run:
    case Part::step:
      use.leaves = left_by(sql);
      if (sql == Sql::ends) use.reads = kTransaction;
      return;
    case Part::rowid: use.reads = kRowid; return;
    case Part::changes: use.reads = kChanges; return;
    case Part::error: use.reads = kError; return;
    default:
      // Releasing a handle can fail as well, and tells in the same way.
      if (row->flags & contract::result_code) use.leaves = kError;
  }
}

Places Scope::families(const Place& handle) const {
  Places result;
  for (const Place& each : aliases_.resolve(handle).origins) result.merge(family(each));
  return result;
}

/// What each event leaves in which connection.
void Scope::index_leaving() {
  std::map<Place, Places> known;  // a connection is used many times
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i)
    for (const Use& use : outcomes_[i].uses) {
      if (use.leaves == 0) continue;
      const auto [found, first] = known.try_emplace(use.place);
      if (first) found->second = families(use.place);
      for (const Place& each : found->second) leaving_[each].emplace_back(i, use.leaves);
    }
}

/// The events that can leave the state in a connection of the family.
std::vector<bool> Scope::leaving(std::uint8_t state, const Places& family) const {
  std::vector<bool> result(outcomes_.size(), false);
  for (const Place& each : family) {
    const auto found = leaving_.find(each);
    if (found == leaving_.end()) continue;
    for (const auto& [event, left] : found->second)
      if (left & state) result[event] = true;
  }
  return result;
}

void Scope::index_previous() {
  previous_.resize(outcomes_.size());
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i)
    for (const std::uint32_t following : next(i)) previous_[following].push_back(i);
}

/// The locks that are held all the way from each of the events that lead to `event` until there.
std::vector<Places> Scope::held_until(std::uint32_t event, const std::vector<bool>& leads) const {
  std::vector<Places> held(outcomes_.size());
  std::vector<std::vector<std::uint32_t>> before(outcomes_.size());
  for (std::uint32_t i = 0; i != leads.size(); ++i) {
    if (!leads[i]) continue;
    held[i] = outcomes_[i].held;
    for (const std::uint32_t following : next(i))
      if (leads[following] && i != event) before[following].push_back(i);
  }
  // Each event is taken up again only when it has lost a lock.
  std::vector<std::uint32_t> waiting{event};
  std::vector<bool> seen(outcomes_.size(), false);
  while (!waiting.empty()) {
    const std::uint32_t each = waiting.back();
    waiting.pop_back();
    for (const std::uint32_t earlier : before[each]) {
      Places both;
      std::set_intersection(held[earlier].begin(), held[earlier].end(), held[each].begin(),
                            held[each].end(), std::inserter(both, both.end()));
      if (seen[earlier] && both.size() == held[earlier].size()) continue;
      seen[earlier] = true;
      held[earlier] = std::move(both);
      waiting.push_back(earlier);
    }
  }
  return held;
}

/// The events from which a way leads to `event` on which nothing leaves the state anew, and
/// `event`. Those that leave it end a way, and begin one: they are in `starts`.
std::vector<bool> Scope::leading_to(std::uint32_t event, const std::vector<bool>& leaves,
                                    std::vector<std::uint32_t>& starts) const {
  std::vector<bool> leads(outcomes_.size(), false), is_start(outcomes_.size(), false);
  std::vector<std::uint32_t> waiting{event};
  leads[event] = true;
  while (!waiting.empty()) {
    const std::uint32_t each = waiting.back();
    waiting.pop_back();
    ++steps_;
    for (const std::uint32_t earlier : previous_[each]) {
      if (leaves[earlier])
        is_start[earlier] = earlier != event;
      else if (!leads[earlier])
        waiting.push_back(earlier);
      leads[earlier] = leads[earlier] || !leaves[earlier];
    }
  }
  for (std::uint32_t i = 2; i < is_start.size(); ++i)
    if (is_start[i]) starts.push_back(i);
  return leads;
}

void Scope::settle_states() {
  // A statement does what it was prepared to do.
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i) {
    if (function_.events[i].kind != summary::Kind::use) continue;
    for (Use& use : outcomes_[i].uses)
      for (const Place& statement : aliases_.resolve(use.place).origins)
        if (const Create* create = creation(statement))
          if (create->sql != Sql::unknown) set_states(use, create->sql);
  }
  std::map<std::pair<State, Places>, std::vector<bool>> leaves;
  std::size_t looked_at = 0;
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i)
    for (Use& use : outcomes_[i].uses)
      for (const State state : {kRowid, kChanges, kError, kTransaction}) {
        if (!(use.reads & state) || looked_at == limit::readers) continue;
        Places family = families(use.place);
        ++looked_at;
        if (settle_inside(i, use, state, family)) continue;
        if (previous_.empty()) {
          index_leaving();
          index_previous();
        }
        auto known = leaves.find({state, family});
        if (known == leaves.end()) {
          std::vector<bool> found = leaving(state, family);
          known = leaves.emplace(std::make_pair(state, std::move(family)), std::move(found)).first;
        }
        settle_state(i, use, state, known->second);
      }
}

/// Whether the call that the use is a part of leaves the `state` before, through a statement:
/// only who prepared it knows that both are of one connection, so the callee could not tell.
bool Scope::settle_inside(std::uint32_t event, Use& use, State state, const Places& family) {
  const Reading* worst = nullptr;
  Reading found;
  for (const Use& left : outcomes_[event].uses) {
    if (&left == &use || !(left.leaves & state) || left.guessed) continue;
    if (left.spot.function == use.spot.function && use.spot.where < left.spot.where) continue;
    if (meet(aliases_.resolve(left.place).origins, aliases_.resolve(use.place).origins) ||
        !meet(families(left.place), family))
      continue;
    Reading reading{use, state, left.api, left.spot};
    for (auto lock = reading.use.locks.begin(); lock != reading.use.locks.end();)
      lock = left.locks.count(*lock) != 0 ? std::next(lock) : reading.use.locks.erase(lock);
    if (worst && worst->use.locks.size() <= reading.use.locks.size()) continue;
    found = std::move(reading);
    worst = &found;
  }
  if (!worst) return false;
  outcomes_[event].readings.push_back(found);
  use.reads &= static_cast<std::uint8_t>(~state);
  return true;
}

/// Finds the calls whose `state` the use reads. If every way to it comes by one, callers
/// need not know that it reads.
void Scope::settle_state(std::uint32_t event, Use& use, State state,
                         const std::vector<bool>& leaves) {
  std::vector<std::uint32_t> starts;
  const std::vector<bool> leads = leading_to(event, leaves, starts);
  const std::vector<Places> held =
      use.locks.empty() ? std::vector<Places>() : held_until(event, leads);
  Reading worst;
  bool any = false;
  for (const std::uint32_t start : starts) {
    for (const Use& left : outcomes_[start].uses) {
      if (!(left.leaves & state) || left.guessed) continue;
      Reading reading{use, state, left.api, left.spot};
      const auto is_held = [&](const Place& lock) {
        const auto& following = next(start);
        return left.locks.count(lock) != 0 &&
               std::all_of(following.begin(), following.end(), [&](std::uint32_t each) {
                 return !leads[each] || held[each].count(lock) != 0;
               });
      };
      for (auto lock = reading.use.locks.begin(); lock != reading.use.locks.end();)
        lock = is_held(*lock) ? std::next(lock) : reading.use.locks.erase(lock);
      if (any && worst.use.locks.size() <= reading.use.locks.size()) continue;
      worst = std::move(reading);
      any = true;
    }
    if (any && worst.use.locks.empty()) break;
  }
  if (any) outcomes_[event].readings.push_back(std::move(worst));
  if (!leads[0]) use.reads &= static_cast<std::uint8_t>(~state);
}

namespace {

const Use* spoiler(const Scope& scope, const Reading& reading,
                   const std::vector<const Use*>& uses) {
  const Use* found = nullptr;
  const bool is_element = scope.aliases().is_element(reading.use.place);
  for (const Use* each : uses) {
    if (!(each->leaves & spoilt_by(reading.state)) || exclude(each->locks, reading.use.locks))
      continue;
    if (is_element && scope.aliases().is_element(each->place)) continue;
    if (!found || each->spot.where < found->spot.where) found = each;
  }
  return found;
}

}  // namespace

std::vector<Candidate> misread(const Scope& scope, const Running& running, const Sharers& sharers) {
  struct Best {
    const Reading* reading;
    const Use* other;
  };
  std::map<State, Best> best;
  const auto judge = [&](const Reading& reading, const std::vector<const Use*>& uses) {
    const Use* other = spoiler(scope, reading, uses);
    if (!other) return;
    const auto [known, added] = best.try_emplace(reading.state, Best{&reading, other});
    if (!added && reading.use.spot.where < known->second.reading->use.spot.where)
      known->second = {&reading, other};
  };
  for (const Reading* each : sharers.there) {
    judge(*each, sharers.uses_here);
    if (sharers.repeats) judge(*each, sharers.uses_there);
  }
  for (const Reading* each : sharers.here) judge(*each, sharers.uses_there);
  std::vector<Candidate> found;
  found.reserve(best.size());
  for (const auto& [state, each] : best)
    found.push_back(worded_misread(scope, sharers.handle, running, *each.reading, *each.other));
  return found;
}

}  // namespace lanyard::link
