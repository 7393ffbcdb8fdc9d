// For each thread that a scope starts and each handle that gets there: what else can use
// the handle before the thread has ended?
#include "checker/link/crossings.h"

#include <algorithm>
#include <deque>
#include <set>

#include "checker/link/forgotten_lock.h"
#include "checker/link/meetings.h"
#include "checker/link/modes.h"
#include "checker/link/states.h"
#include "checker/link/wording.h"

namespace lanyard::link {
namespace {

bool better(const Use& a, const Use& b) {
  if (a.guessed != b.guessed) return b.guessed;
  if ((a.spot.where.line == 0) != (b.spot.where.line == 0)) return b.spot.where.line == 0;
  if (a.ends != b.ends) return b.ends;
  if (!(a.spot.where == b.spot.where)) return a.spot.where < b.spot.where;
  return a.calls.size() < b.calls.size();
}

/// Two uses that can happen at once.
struct Pair {
  const Crossing* there = nullptr;
  const Use* here = nullptr;
  bool other_thread = false;
  bool locked = false;

  bool operator<(const Pair& other) const {
    if (locked != other.locked) return other.locked;
    if (other_thread != other.other_thread) return other.other_thread;
    if (better(*here, *other.here)) return true;
    return !better(*other.here, *here) && better(there->use, other.there->use);
  }
};

class Judge {
 public:
  Judge(const Scope& scope, Order order) : scope_(scope), order_(order), walker_(scope) {}

  std::vector<Candidate> take() {
    for (const Outcome& outcome : scope_.outcomes())
      for (const Running& running : outcome.running) collect(running);
    for (Crossed& each : crossed_) each.around = walker_.walk(*each.running, each.group);
    // Who is met meets as well: a thread that was started earlier still runs.
    for (const Crossed& each : crossed_) {
      std::set<const Running*> told;
      for (const Meeting& meeting : each.around.meetings)
        if (meeting.thread && told.insert(meeting.thread).second) tell(*meeting.thread, each);
    }
    for (const Crossed& each : crossed_) judge(each);
    return std::move(found_);
  }

 private:
  struct Crossed {
    const Running* running;
    Group group;
    Walk around;
    std::vector<Meeting> earlier;
  };

  void collect(const Running& running) {
    if (crossed_.size() == limit::crossings) return;
    // A wrapper that runs what it is given: its callers know what that is.
    if (running.callable.root == Root::parameter &&
        !scope_.program().callers(scope_.function().key).empty())
      return;
    const std::vector<Group> groups = groups_of(running);
    for (const Group& group : groups)
      if (crossed_.size() != limit::crossings && !is_covered(group, groups))
        crossed_.push_back({&running, group, {}, {}});
  }

  void tell(const Running& met, const Crossed& by) {
    for (Crossed& each : crossed_) {
      if (each.running != &met || each.group.handle != by.group.handle) continue;
      for (const Crossing* crossing : by.group.uses)
        if (each.earlier.size() != limit::meetings)
          each.earlier.push_back({&crossing->use, by.running});
    }
  }

  std::vector<Group> groups_of(const Running& running) {
    std::map<Place, Group> groups;
    for (const Crossing& crossing : running.uses) {
      const Resolved& resolved = scope_.aliases().resolve(crossing.use.place);
      for (const Place& handle : resolved.origins) {
        if (scope_.is_empty(handle) || (running.collected && !is_put_in(handle))) continue;
        Group& group = groups[handle];
        group.handle = handle;
        group.uses.push_back(&crossing);
        // Where a name can only mean this handle, a new value for it is the same handle; one
        // that picks from several elements then means another.
        for (const Place& name : resolved.chain)
          if (name == handle || scope_.aliases().resolve(name).origins.size() != 1 ||
              !name.subscripts.empty() || walker_.steps(name))
            group.chain.push_back(name);
      }
    }
    for (const Reading& reading : running.readings)
      for (const Place& handle : scope_.aliases().resolve(reading.use.place).origins)
        if (const auto group = groups.find(handle); group != groups.end())
          group->second.readings.push_back(&reading);
    // What the thread creates and hands out crosses the other way.
    for (const Create& create : running.creates) {
      if (create.parent || groups.count(create.place)) continue;
      Crossing& made = made_.emplace_back();
      made.use.place = create.place;
      made.use.kind = create.kind;
      made.use.spot = create.spot;
      made.as.root = Root::returned;
      groups[create.place] = {create.place, {&made}, {create.place}, {}};
    }
    std::vector<Group> result;
    result.reserve(groups.size());
    for (auto& [handle, group] : groups) result.push_back(std::move(group));
    return result;
  }

  /// Whether the scope sees the handle made where it is. What ends objects is known by the variable
  /// that holds their type, and one variable can hold one type after the other.
  bool is_put_in(const Place& handle) const {
    return handle.path.empty() || scope_.aliases().is_created(handle);
  }

  /// Whether the connection that the handle derives from crosses here as well.
  bool is_covered(const Group& group, const std::vector<Group>& all) const {
    for (const Place& top : scope_.family(group.handle))
      for (const Group& other : all)
        if (other.handle == top && top != group.handle) return true;
    return false;
  }

  bool is_element(const Crossing& crossing) const {
    return scope_.aliases().is_element(crossing.use.place);
  }

  const Create* creation(const Group& group, const Running& running, bool& there) const {
    there = false;
    for (const Create& create : running.creates)
      if (create.place == group.handle) {
        there = true;
        return &create;
      }
    for (const Outcome& outcome : scope_.outcomes()) {
      for (const Create& create : outcome.creates)
        if (create.place == group.handle) return &create;
      for (const Running& other : outcome.running)
        for (const Create& create : other.creates)
          if (create.place == group.handle) return &create;
    }
    return nullptr;
  }

  /// The clearest of the pairs of uses that can happen at once: without a common lock
  /// rather than with one, this thread's rather than another's.
  Pair clearest(const Group& group, const std::vector<Meeting>& meetings) const {
    Pair best;
    for (const Crossing* crossing : group.uses) {
      for (const Meeting& meeting : meetings) {
        // Two threads that each take an element need not have taken the same.
        if (is_element(*crossing) && scope_.aliases().is_element(meeting.use->place) &&
            !scope_.aliases().are_same(crossing->use.place, meeting.use->place))
          continue;
        Pair pair{crossing, meeting.use, meeting.thread || meeting.use->elsewhere, false};
        // The locks of one that would not win even without a common one need no look.
        if (best.there && !(pair < best)) continue;
        pair.locked = exclude(crossing->use.locks, meeting.use->locks);
        if (!best.there || pair < best) best = pair;
      }
    }
    return best;
  }

  /// Whether each thread takes the handle over before it uses it. Who creates it has it.
  bool is_taken_over(const Crossed& crossed, const std::vector<Meeting>& meetings,
                     bool created_there) const {
    const auto is_rebound = [&](const Use* use) { return scope_.is_rebound(*use); };
    const std::vector<const Use*> uses = uses_of(crossed.group);
    return (created_there || std::all_of(uses.begin(), uses.end(), is_rebound)) &&
           std::all_of(crossed.around.own.begin(), crossed.around.own.end(), is_rebound) &&
           std::all_of(meetings.begin(), meetings.end(),
                       [&](const Meeting& each) { return is_rebound(each.use); });
  }

  /// Whether the handle is in an object that this function made, nobody here put it there, and
  /// the thread opens a connection that outlives it: what it finds there later derives from that.
  static bool is_of_own_connection(const Crossed& crossed, const Create* create) {
    const Root root = crossed.group.handle.root;
    const bool made_here = root == Root::value || root == Root::local;
    if (create || !made_here || !crossed.around.own.empty()) return false;
    const std::vector<Create>& there = crossed.running->creates;
    return std::none_of(crossed.group.uses.begin(), crossed.group.uses.end(),
                        [](const Crossing* each) {
                          return each->use.kind == contract::Handle::connection;
                        }) &&
           std::any_of(there.begin(), there.end(), [](const Create& each) {
             return each.kind == contract::Handle::connection;
           });
  }

  void judge(const Crossed& crossed) {
    const Running& running = *crossed.running;
    const Group& group = crossed.group;
    std::vector<Meeting> meetings;  // of a collector: none, it waits until nobody has the object
    if (!running.collected) {
      meetings = crossed.around.meetings;
      meetings.insert(meetings.end(), crossed.earlier.begin(), crossed.earlier.end());
    }
    Pair pair = clearest(group, meetings);
    Case verdict;
    verdict.other_thread = pair.other_thread;
    const bool repeats = !running.collected &&
                         (running.many || (crossed.around.returns && order_ == Order::written &&
                                           (!running.queued || running.several))) &&
                         !std::all_of(group.uses.begin(), group.uses.end(),
                                      [&](const Crossing* each) { return is_element(*each); });
    // Each of the threads can make one of the uses while another makes the same, or another one.
    const auto is_unlocked = [&](const Crossing* one) {
      return std::any_of(group.uses.begin(), group.uses.end(), [&](const Crossing* other) {
        return !exclude(one->use.locks, other->use.locks);
      });
    };
    const bool repeats_unlocked =
        repeats && std::any_of(group.uses.begin(), group.uses.end(), is_unlocked);
    Sharers sharers{group.handle, group.readings, crossed.around.readings, uses_of(group),
                    {},           repeats};
    for (const Meeting& meeting : meetings) sharers.uses_here.push_back(meeting.use);
    if (!running.collected)
      for (Candidate& each : misread(scope_, running, sharers)) found_.push_back(std::move(each));
    const Create* create = creation(group, running, verdict.created_there);
    if (repeats_unlocked || (pair.there && !pair.locked)) {
      verdict.rule = "sqlite-handle-shared";
      if (pair.locked) pair = {};
    } else if (repeats || pair.there) {
      verdict.rule = "sqlite-handle-guarded";
    } else {
      verdict.rule = "sqlite-handle-transferred";
      if (verdict.created_there)
        for (const Use* use : crossed.around.own)
          if (!use->elsewhere && (!pair.here || better(*use, *pair.here))) pair.here = use;
      // Created, used and ended over there: nobody's business here.
      if (verdict.created_there && !pair.here) return;
      if (is_of_own_connection(crossed, create)) return;
    }
    // The owner rule alone can be lifted.
    if (verdict.rule != "sqlite-handle-shared" &&
        (scope_.is_for_any_thread(group.handle) ||
         is_taken_over(crossed, meetings, verdict.created_there)))
      return;
    if (!pair.there)
      for (const Crossing* each : group.uses)
        if (!pair.there || better(each->use, pair.there->use)) pair.there = each;
    if (!pair.there) return;
    if (verdict.rule == "sqlite-handle-shared") {
      std::vector<const Use*> uses = uses_of(group);
      for (const Meeting& meeting : meetings) uses.push_back(meeting.use);
      note_forgotten_lock(std::move(uses), pair.there->use, pair.here, verdict);
    }
    Candidate candidate;
    candidate.as = pair.there->as;
    for (const Crossing* each : group.uses) candidate.as = std::min(candidate.as, each->as);
    candidate.finding =
        worded(scope_, verdict, group.handle, running, *pair.there, pair.here, create);
    const Create* opened = create;
    for (const Place& top : scope_.family(group.handle))
      if (const Create* each = scope_.creation(top)) opened = each;
    if (verdict.rule == "sqlite-handle-shared" && opened)
      for (Candidate& each : wrong_mode(scope_, *opened, candidate.finding))
        found_.push_back(std::move(each));
    found_.push_back(std::move(candidate));
  }

  const Scope& scope_;
  const Order order_;
  std::vector<Crossed> crossed_;
  std::vector<Candidate> found_;
  std::deque<Crossing> made_;
  const Walker walker_;
};

}  // namespace

std::vector<Candidate> crossings(const Scope& scope, Order order) {
  const std::vector<Outcome>& outcomes = scope.outcomes();
  const bool starts = std::any_of(outcomes.begin(), outcomes.end(),
                                  [](const Outcome& each) { return !each.running.empty(); });
  return starts ? Judge(scope, order).take() : std::vector<Candidate>();
}

}  // namespace lanyard::link
