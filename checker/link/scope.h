// One function with everything its calls do put in: the level at which order is judged.
//
// A Scope holds, for each event of the function, what happens then on this thread and
// which threads are started, all in the function's own places. From it come the effects
// that callers see (effects()) and the findings (crossings.h).
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "checker/link/aliases.h"
#include "checker/link/effects.h"
#include "checker/link/program.h"

namespace lanyard::link {

using EffectsByKey = std::map<std::string, Effects>;

/// What happens at one event.
struct Outcome {
  std::vector<Use> uses;
  std::vector<Reading> readings;
  Places held;  // locks, when it begins
  std::vector<Create> creates;
  std::vector<Running> running;
  Places joins;
  Places signals, waits;
  Places any_thread, rebound;
  std::vector<Place> defines;
  std::set<std::pair<Place, Place>> acquired;
  Places released;
  std::vector<Fork> forks;
  std::vector<Inherited> inherited;
  bool ends = false;         // nothing follows
  bool exits = false;        // but for what the process does at exit
  bool touches = false;      // SQLite is called with some handle
  bool initialises = false;  // SQLite is set up afterwards
};

class Scope {
 public:
  /// Works out what each event of `member` does, given what other functions do.
  Scope(const Program& program, const Member& member, const EffectsByKey& known);

  Effects effects() const;

  const Program& program() const { return program_; }
  /// What another function does, or nullptr if that is not known.
  const Effects* effects_of(const std::string& key) const {
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
  }
  const summary::Function& function() const { return function_; }
  const Aliases& aliases() const { return aliases_; }
  const std::vector<Outcome>& outcomes() const { return outcomes_; }
  const std::vector<std::uint32_t>& next(std::uint32_t event) const {
    static const std::vector<std::uint32_t> nothing;
    return outcomes_[event].ends ? nothing : function_.events[event].next;
  }

  /// The events that can be reached from `start`, which are among them; what follows an event
  /// that `goes_on` says no to is left out. Counts what it visits.
  template <typename GoesOn>
  std::vector<bool> walk(std::vector<std::uint32_t> start, const GoesOn& goes_on) const {
    std::vector<bool> seen(outcomes_.size(), false);
    ++walks_;
    while (!start.empty()) {
      const std::uint32_t event = start.back();
      start.pop_back();
      if (seen[event]) continue;
      seen[event] = true;
      ++steps_;
      if (!goes_on(event)) continue;
      const std::vector<std::uint32_t>& following = next(event);
      start.insert(start.end(), following.begin(), following.end());
    }
    return seen;
  }

  /// As walk(), for what is asked of each use or thread: nothing is reached any more once the
  /// scope has been walked too often (limit::walks), and what nothing reaches is not reported.
  template <typename GoesOn>
  std::vector<bool> reach(std::vector<std::uint32_t> start, const GoesOn& goes_on) const {
    if (walks_ >= limit::walks) start.clear();
    return walk(std::move(start), goes_on);
  }

  /// How many events were visited so far, by walks and by who looks them up by other means.
  std::size_t steps() const { return steps_; }
  void count_steps(std::size_t more) const { steps_ += more; }

  /// The topmost handles that a handle derives from; itself if from none. What derives
  /// from one connection is one object.
  Places family(const Place& handle) const;

  /// Where this thread creates the handle in `place`, or nullptr.
  const Create* creation(const Place& place) const;

  /// Whether any thread may use the handle, as the program itself says.
  bool is_for_any_thread(const Place& handle) const;

  /// Whether the thread that makes the use has taken the handle over before.
  bool is_rebound(const Use& use) const;

  /// Where an event stands.
  Spot spot(std::uint32_t event) const;

  /// The handles that this one directly derives from.
  Places parents(const Place& handle) const;

  /// Whether this is a part of an object made here that nobody puts anything in: what an
  /// override would use if the object were of its class.
  bool is_empty(const Place& handle) const;

  /// Whether waiting for one of these threads means waiting for the other.
  bool same_thread(const Place& a, const Place& b) const;

  /// Whether the event waits for the thread, or finds it not running.
  bool joins(std::uint32_t event, const Place& thread) const;

  /// Whether the event waits for this synchroniser, or for a future that stands for it.
  bool waits(std::uint32_t event, const Place& signal) const;

  /// Whether the event waits for the thread to end, or for the end of what it runs.
  bool waits_for(std::uint32_t event, const Running& running) const;

  /// Whether the thread makes none of these uses after the event: it waits for a signal
  /// that this thread alone gives, and gives only afterwards.
  bool is_over(std::uint32_t event, const Running& running,
               const std::vector<const Use*>& uses) const;

  /// As is_over(), of a synchroniser that was waited for.
  bool is_over(const Place& waited, const Running& running,
               const std::vector<const Use*>& uses) const;

  /// Whether one thread runs both, one after the other: work that it takes from a queue.
  static bool are_in_turn(const Running& a, const Running& b);

  /// Whether what the event puts in a queue lies there at once: no wait stands in between.
  bool hands_over_at_once(std::uint32_t event) const;

  /// Whether two places can only mean one object.
  bool same_object(const Place& a, const Place& b) const;

 private:
  /// A callable that an event runs, on this thread or (running >= 0) on one it starts.
  struct Work {
    std::uint32_t event;
    int running;
    Pending pending;
    bool done = false;
  };
  /// The locks at one event: those held for certain, with the guards that hold them, and those
  /// that the function's callers held, and that are given back on some way there.
  struct Locks {
    std::set<std::pair<Place, Place>> held;
    Places given_back;
  };
  /// A function that a callable place can mean.
  struct Target {
    const Member* member;
    Place receiver;
    std::vector<Place> bound;
    std::uint32_t since;  // the event that put it there, or 0
    Place called;         // the field that says what calling it runs, or none
  };

  void begin(std::uint32_t event);
  void begin_call(std::uint32_t event);
  void begin_spawn(std::uint32_t event);
  void run(std::uint32_t event, const Member& target, const Binding& binding, const Places& locks);
  void start(std::uint32_t event, Running& running, const Member& target, const Binding& binding,
             const Places& locks);
  void hand_over(std::uint32_t event, const Running& theirs, Running& mine) const;
  std::vector<Use> guessed(std::uint32_t event) const;
  bool resolve_work();
  bool resolve(Work& work);
  bool is_in_table(const Place& callable, const std::string& function) const;
  std::vector<Target> targets(const Place& callable) const;
  Places names_of(const Place& place) const;
  void index_arrivals();
  std::uint32_t arrival_after(std::uint32_t since, const Place& place, const Place& handle,
                              Place& where) const;
  void split(const Running& running, const Crossing& crossing,
             std::map<std::uint32_t, Running>& later, std::vector<Crossing>& kept) const;
  void split_runnings();
  void place_runnings();
  std::uint32_t arrival(const Place& callable, const Place& object) const;
  std::uint32_t arrival_of(const Place& part) const;
  bool is_later(std::uint32_t event, std::uint32_t other) const;
  Binding binding_of(const Target& target, std::vector<Place> arguments, const Place& result) const;
  void add_work(std::uint32_t event, int running, Pending pending);
  void add_flows(std::uint32_t event, const std::vector<summary::Flow>& flows);
  void add_running(std::uint32_t event, Running running);
  void settle();
  void settle_creations();
  void settle_locks();
  void drop_missing_mutexes();
  std::map<std::uint32_t, Locks> find_locks();
  void pass(std::uint32_t event, const std::map<Place, Places>& guarded, Locks& locks);
  Place only_meaning(const Place& place) const;
  void settle_assumed(Use& use, const Locks& locks) const;
  void settle_states();
  void settle_homes();
  void settle_state(std::uint32_t event, Use& use, State state, const std::vector<bool>& leaves);
  bool settle_inside(std::uint32_t event, Use& use, State state, const Places& family);
  std::vector<bool> leaving(std::uint8_t state, const Places& family) const;
  std::vector<Places> held_until(std::uint32_t event, const std::vector<bool>& leads) const;
  std::vector<bool> leading_to(std::uint32_t event, const std::vector<bool>& leaves,
                               std::vector<std::uint32_t>& starts) const;
  void index_leaving();
  void index_previous();
  Places families(const Place& handle) const;
  Places resolved(const Places& places) const;
  std::string way(const summary::Function& entry, const Place& as) const;
  void index_joins() const;
  const std::vector<bool>& joined_at(const Place& thread) const;
  const std::vector<bool>& waited_at(const Place& signal) const;
  bool gives_alone(const Running& running, const Place& signal) const;
  bool find_gives_alone(const Running& running, const Place& signal) const;

  const Program& program_;
  const summary::Module& module_;
  const summary::Function& function_;
  const EffectsByKey& known_;
  Aliases aliases_;
  std::vector<Outcome> outcomes_;
  std::vector<Work> work_;
  std::set<std::tuple<std::uint32_t, int, Place, std::vector<Place>, Places>> known_work_;
  /// What calls put where: (place, what), and the call.
  std::map<std::pair<Place, Place>, std::uint32_t> arrivals_;
  /// The same by every name of the place, as far as the flows known so far tell.
  std::multimap<Place, std::pair<Place, std::uint32_t>> arrived_;
  std::map<Place, std::uint32_t> given_;  // what calls put somewhere, and the call
  std::set<std::string> tables_;          // globals whose first values are among the flows, if any
  std::map<Place, Spot> handovers_;
  std::map<Place, Places> parents_;
  std::map<Place, const Create*> creations_;  // by this thread, the first of each place
  Places any_thread_;                         // connections
  Places given_back_;                         // locks that the function's callers held
  Places rebound_;                            // connections whose home is this thread at the end

  std::map<Place, std::vector<std::pair<std::uint32_t, std::uint8_t>>> leaving_;  // State, by event
  std::vector<std::vector<std::uint32_t>> previous_;  // the events that each can follow
  mutable std::size_t walks_ = 0, steps_ = 0;
  mutable std::map<std::pair<const Running*, Place>, bool> gives_alone_;
  // Where the scope waits, by the names of what it waits for; and for what was asked after.
  mutable bool has_joins_ = false;
  mutable std::map<Place, std::vector<std::pair<Place, std::vector<std::uint32_t>>>> join_names_;
  mutable std::map<Place, std::vector<std::uint32_t>> waits_;
  mutable std::map<Place, std::vector<bool>> joined_at_, waited_at_;

  friend class Exporter;
};

}  // namespace lanyard::link
