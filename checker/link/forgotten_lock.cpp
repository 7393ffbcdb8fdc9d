#include "checker/link/forgotten_lock.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace lanyard::link {
namespace {

Places whole_locks(const Use& use) {
  Places locks;
  for (const Place& each : use.locks)
    if (!is_wide_queue(each)) locks.insert(whole_lock(each));
  return locks;
}

/// Puts the uses in the order of the program's text, those of one place or of one call and under
/// the same locks once.
void make_distinct(std::vector<const Use*>& uses) {
  std::sort(uses.begin(), uses.end(), [](const Use* a, const Use* b) {
    return std::tie(a->spot.where, a->locks) < std::tie(b->spot.where, b->locks);
  });
  const auto same = [](const Use* a, const Use* b) {
    return a->spot.where == b->spot.where && a->locks == b->locks;
  };
  uses.erase(std::unique(uses.begin(), uses.end(), same), uses.end());
  std::set<std::tuple<const summary::Function*, std::uint32_t, const summary::Function*, Places>>
      seen;
  const auto is_told = [&](const Use* each) {
    if (each->calls.empty()) return false;
    const Call& call = each->calls.front();
    return !seen.emplace(call.caller, call.event, call.callee, each->locks).second;
  };
  uses.erase(std::remove_if(uses.begin(), uses.end(), is_told), uses.end());
}

}  // namespace

void note_forgotten_lock(std::vector<const Use*> uses, const Use& there, const Use* here,
                         Case& verdict) {
  make_distinct(uses);
  std::map<Place, std::size_t> counts;
  for (const Use* each : uses)
    for (const Place& lock : whole_locks(*each)) ++counts[lock];
  std::size_t most = 0;
  for (const auto& [lock, count] : counts)
    if (count > most) std::tie(most, verdict.lock) = std::tie(count, lock);
  // As many with as without is no custom that somebody broke.
  if (most < 2 || most * 2 < uses.size() || most == uses.size()) {
    verdict.lock = {};
    return;
  }
  constexpr std::size_t kNotes = 4;
  for (const Use* each : uses)
    if (whole_locks(*each).count(verdict.lock) != 0 && each != here && each != &there &&
        verdict.guarded.size() != kNotes)
      verdict.guarded.push_back(each);
}

}  // namespace lanyard::link
