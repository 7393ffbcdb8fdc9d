// For each thread that a scope starts and each handle that gets there: what else can use
// the handle before the thread has ended?
//
// From the event that starts the thread, the events that can follow are walked. A wait
// for the thread ends the walk, and so does giving the handle's name a new value, since
// the same words then mean another handle. Uses met on the way happen while the thread
// runs. If the walk comes back to the start, the thread runs beside another of its kind.
#include "checker/link/crossings.h"

#include <algorithm>
#include <deque>

#include "checker/link/forgotten_lock.h"
#include "checker/link/modes.h"
#include "checker/link/states.h"
#include "checker/link/wording.h"

namespace lanyard::link {
namespace {

/// The ways that one handle gets to one thread.
struct Group {
  Place handle;
  std::vector<const Crossing*> uses;
  std::vector<Place> chain;  // the names it goes by here
  std::vector<const Reading*> readings;
};

/// A use that can happen while the thread runs.
struct Meeting {
  const Use* use;
  const Running* thread;  // that uses it; nullptr: the one that started the first
};

struct Walk {
  std::vector<const Reading*> readings;  // that can happen while the thread runs
  std::vector<Meeting> meetings;
  bool returns = false;         // to the start: several such threads run
  std::vector<const Use*> own;  // all uses by this thread, also after the wait
};

bool better(const Use& a, const Use& b) {
  if (a.guessed != b.guessed) return b.guessed;
  if ((a.spot.where.line == 0) != (b.spot.where.line == 0)) return b.spot.where.line == 0;
  if (a.ends != b.ends) return b.ends;
  if (!(a.spot.where == b.spot.where)) return a.spot.where < b.spot.where;
  return a.calls.size() < b.calls.size();
}

bool have_common(const Places& a, const Places& b) {
  return std::any_of(a.begin(), a.end(), [&](const Place& each) { return b.count(each) != 0; });
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
  Judge(const Scope& scope, Order order) : scope_(scope), order_(order) {}

  std::vector<Candidate> take() {
    for (const Outcome& outcome : scope_.outcomes())
      for (const Running& running : outcome.running) collect(running);
    for (Crossed& each : crossed_) each.around = walk(*each.running, each.group);
    // Who is met meets as well: a thread that was started earlier still runs.
    for (const Crossed& each : crossed_)
      for (const Meeting& meeting : each.around.meetings)
        if (meeting.thread) tell(*meeting.thread, each);
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
        each.earlier.push_back({&crossing->use, by.running});
    }
  }

  std::vector<Group> groups_of(const Running& running) {
    std::map<Place, Group> groups;
    for (const Crossing& crossing : running.uses) {
      const Resolved& resolved = scope_.aliases().resolve(crossing.use.place);
      for (const Place& handle : resolved.origins) {
        if (scope_.is_empty(handle)) continue;
        Group& group = groups[handle];
        group.handle = handle;
        group.uses.push_back(&crossing);
        // Where a name can only mean this handle, a new value for it is the same handle; one
        // that picks from several elements then means another.
        for (const Place& name : resolved.chain)
          if (name == handle || scope_.aliases().resolve(name).origins.size() != 1 ||
              !name.subscripts.empty() || steps(name))
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

  /// Whether the connection that the handle derives from crosses here as well.
  bool is_covered(const Group& group, const std::vector<Group>& all) const {
    for (const Place& top : scope_.family(group.handle))
      for (const Group& other : all)
        if (other.handle == top && top != group.handle) return true;
    return false;
  }

  /// Whether the name is made to mean the next element somewhere, as an iterator is.
  bool steps(const Place& name) const {
    const auto is_step = [&](const Place& defined) {
      return defined.element && is_part_of(name, defined);
    };
    return std::any_of(scope_.outcomes().begin(), scope_.outcomes().end(), [&](const auto& each) {
      return std::any_of(each.defines.begin(), each.defines.end(), is_step);
    });
  }

  /// Whether the event gives one of the handle's names a new value.
  bool renames(std::uint32_t event, const Group& group) const {
    const Outcome& outcome = scope_.outcomes()[event];
    for (const Place& name : group.chain) {
      for (const Place& defined : outcome.defines) {
        if (is_part_of(name, defined)) return true;
        if (defined.root == Root::local && defined.path.empty() &&
            std::count(name.subscripts.begin(), name.subscripts.end(), defined.index))
          return true;
      }
      // A global is created once, however often the function that does it is called.
      for (const Create& create : outcome.creates)
        if (create.place == name && name.root != Root::global) return true;
    }
    return false;
  }

  bool is_after(const Use& use, const Running& running, const Group& group) const {
    return std::any_of(use.after.begin(), use.after.end(), [&](const Place& waited) {
      return scope_.same_thread(waited, running.thread) ||
             scope_.same_thread(waited, running.callable) ||
             scope_.is_over(waited, running, uses_of(group));
    });
  }

  static std::vector<const Use*> uses_of(const Group& group) {
    std::vector<const Use*> uses;
    uses.reserve(group.uses.size());
    for (const Crossing* each : group.uses) uses.push_back(&each->use);
    return uses;
  }

  bool is_element(const Crossing& crossing) const {
    return scope_.aliases().is_element(crossing.use.place);
  }

  bool meets(const Use& use, const Places& family) {
    const auto [known, first] = families_.try_emplace(&use);
    if (first)
      for (const Place& handle : scope_.aliases().resolve(use.place).origins)
        known->second.merge(scope_.family(handle));
    return have_common(known->second, family);
  }

  Walk walk(const Running& running, const Group& group) {
    Walk result;
    const std::vector<const Use*> uses = uses_of(group);
    const Places family = scope_.family(group.handle);
    // Twice: while the thread runs, and without regard to that.
    for (const bool concurrent : {true, false}) {
      std::vector<bool> seen(scope_.outcomes().size(), false);
      std::vector<std::uint32_t> waiting(scope_.next(running.since));
      while (!waiting.empty()) {
        const std::uint32_t event = waiting.back();
        waiting.pop_back();
        if (seen[event]) continue;
        seen[event] = true;
        visit(event, running, group, family, concurrent, result);
        if (event == running.since && concurrent && !renames(event, group)) result.returns = true;
        if (concurrent && scope_.waits_for(event, running)) continue;
        if (concurrent && scope_.is_over(event, running, uses)) continue;
        if (renames(event, group)) continue;
        for (const std::uint32_t next : scope_.next(event)) waiting.push_back(next);
      }
    }
    return result;
  }

  void visit(std::uint32_t event, const Running& running, const Group& group, const Places& family,
             bool concurrent, Walk& walk) {
    const Outcome& outcome = scope_.outcomes()[event];
    for (const Use& use : outcome.uses) {
      if (!meets(use, family)) continue;
      if (!concurrent)
        walk.own.push_back(&use);
      else if (!is_after(use, running, group))
        walk.meetings.push_back({&use, nullptr});
    }
    if (!concurrent) return;
    for (const Reading& each : outcome.readings)
      if (meets(each.use, family) && !is_after(each.use, running, group))
        walk.readings.push_back(&each);
    for (const Running& other : outcome.running) {
      if (&other == &running) continue;
      for (const Reading& each : other.readings)
        if (meets(each.use, family)) walk.readings.push_back(&each);
      for (const Crossing& each : other.uses)
        if (meets(each.use, family)) walk.meetings.push_back({&each.use, &other});
    }
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
        Pair pair{crossing, meeting.use, meeting.thread || meeting.use->elsewhere,
                  exclude(crossing->use.locks, meeting.use->locks)};
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
    std::vector<Meeting> meetings = crossed.around.meetings;
    meetings.insert(meetings.end(), crossed.earlier.begin(), crossed.earlier.end());
    Pair pair = clearest(group, meetings);
    Case verdict;
    verdict.other_thread = pair.other_thread;
    const bool repeats = (running.many || (crossed.around.returns && order_ == Order::written)) &&
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
  std::map<const Use*, Places> families_;  // what each use can be a use of
};

}  // namespace

std::vector<Candidate> crossings(const Scope& scope, Order order) {
  return Judge(scope, order).take();
}

}  // namespace lanyard::link
