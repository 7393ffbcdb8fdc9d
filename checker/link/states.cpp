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
      if (row->flags & contract::result_code && !use.ends) use.leaves = kError;
  }
}

Places Scope::families(const Place& handle) const {
  Places result;
  for (const Place& each : aliases_.resolve(handle).origins) result.merge(family(each));
  return result;
}

/// The events that can leave the state in a connection of the family.
std::vector<bool> Scope::leaving(std::uint8_t state, const Places& family) const {
  std::vector<bool> result(outcomes_.size(), false);
  std::map<Place, bool> known;  // a connection is used many times
  const auto is_of_family = [&](const Place& place) {
    const auto [found, first] = known.try_emplace(place, false);
    if (first) {
      const Places theirs = families(place);
      found->second = std::any_of(theirs.begin(), theirs.end(),
                                  [&](const Place& each) { return family.count(each) != 0; });
    }
    return found->second;
  };
  for (std::uint32_t i = 0; i != result.size(); ++i)
    for (const Use& use : outcomes_[i].uses)
      if ((use.leaves & state) && !result[i]) result[i] = is_of_family(use.place);
  return result;
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
  for (std::uint32_t i = 0; i != outcomes_.size(); ++i)
    for (std::size_t k = 0; k != outcomes_[i].uses.size(); ++k)
      for (const State state : {kRowid, kChanges, kError, kTransaction})
        if (outcomes_[i].uses[k].reads & state) settle_state(i, outcomes_[i].uses[k], state);
}

/// Finds the calls whose `state` the use reads. If every way to it comes by one, callers
/// need not know that it reads.
void Scope::settle_state(std::uint32_t event, Use& use, State state) {
  const std::vector<bool> leaves = leaving(state, families(use.place));
  const auto reach = [&](std::uint32_t start) {
    std::vector<bool> seen(outcomes_.size(), false);
    std::vector<std::uint32_t> waiting = start == 0 ? std::vector<std::uint32_t>{0} : next(start);
    while (!waiting.empty()) {
      const std::uint32_t each = waiting.back();
      waiting.pop_back();
      if (seen[each]) continue;
      seen[each] = true;
      if (each == event || leaves[each]) continue;
      for (const std::uint32_t following : next(each)) waiting.push_back(following);
    }
    return seen;
  };
  const Reading* worst = nullptr;
  Reading best;
  for (std::uint32_t start = 2; start != outcomes_.size(); ++start) {
    if (start == event || !leaves[start]) continue;
    std::vector<bool> seen = reach(start);
    if (!seen[event]) continue;
    // Of what can follow the one, only what leads to the other lies between.
    std::vector<bool> leads(seen.size(), false);
    leads[event] = true;
    for (bool grown = true; grown;) {
      grown = false;
      for (std::uint32_t i = 0; i != seen.size(); ++i) {
        if (!seen[i] || leads[i] || leaves[i]) continue;
        for (const std::uint32_t following : next(i))
          if (leads[following] && seen[following]) grown = leads[i] = true;
      }
    }
    for (const Use& left : outcomes_[start].uses) {
      if (!(left.leaves & state) || left.guessed) continue;
      Reading reading{use, state, left.api, left.spot};
      for (auto lock = reading.use.locks.begin(); lock != reading.use.locks.end();) {
        bool held = left.locks.count(*lock) != 0;
        for (std::uint32_t i = 0; held && i != leads.size(); ++i)
          held = !leads[i] || outcomes_[i].held.count(*lock) != 0;
        lock = held ? std::next(lock) : reading.use.locks.erase(lock);
      }
      if (worst && worst->use.locks.size() <= reading.use.locks.size()) continue;
      best = std::move(reading);
      worst = &best;
    }
  }
  if (worst) outcomes_[event].readings.push_back(best);
  if (!reach(0)[event]) use.reads &= static_cast<std::uint8_t>(~state);
}

namespace {

const Use* spoiler(const Scope& scope, const Reading& reading,
                   const std::vector<const Use*>& uses) {
  const Use* found = nullptr;
  for (const Use* each : uses) {
    if (!(each->leaves & spoilt_by(reading.state)) || exclude(each->locks, reading.use.locks))
      continue;
    if (scope.aliases().is_element(each->place) && scope.aliases().is_element(reading.use.place))
      continue;
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
