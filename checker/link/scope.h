// One function with everything its calls do put in: the level at which order is judged.
//
// A Scope holds, for each event of the function, what happens then on this thread and
// which threads are started, all in the function's own places. From it come the effects
// that callers see (effects()) and the findings (crossings.h).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "checker/link/aliases.h"
#include "checker/link/effects.h"
#include "checker/link/program.h"

namespace lanyard::link {

using EffectsByKey = std::map<std::string, Effects>;

/// What happens at one event.
struct Outcome {
  std::vector<Use> uses;
  std::vector<Create> creates;
  std::vector<Running> running;
  Places joins;
  Places signals, waits;
  std::vector<Place> defines;
  std::set<std::pair<Place, Place>> acquired;
  Places released;
  std::vector<Fork> forks;
  std::vector<Inherited> inherited;
  bool ends = false;   // nothing follows
  bool exits = false;  // but for what the process does at exit
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

  /// The topmost handles that a handle derives from; itself if from none. What derives
  /// from one connection is one object.
  Places family(const Place& handle) const;

  /// The handles that this one directly derives from.
  Places parents(const Place& handle) const;

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
  /// A function that a callable place can mean.
  struct Target {
    const Member* member;
    Place receiver;
    std::vector<Place> bound;
    std::uint32_t since;  // the event that put it there, or 0
    Place called;         // the field that says what calling it runs, or none
  };

  void add_initial();
  void begin(std::uint32_t event);
  void begin_call(std::uint32_t event);
  void begin_spawn(std::uint32_t event);
  void run(std::uint32_t event, const Member& target, const Binding& binding, const Places& locks);
  void start(std::uint32_t event, Running& running, const Member& target, const Binding& binding,
             const Places& locks);
  std::vector<Use> guessed(std::uint32_t event) const;
  bool resolve_work();
  bool resolve(Work& work);
  std::vector<Target> targets(const Place& callable) const;
  std::uint32_t arrival(const Place& callable, const Place& object) const;
  std::uint32_t arrival_of(const Place& called) const;
  Binding binding_of(const Target& target, std::vector<Place> arguments, const Place& result) const;
  void add_flows(std::uint32_t event, const std::vector<summary::Flow>& flows);
  void settle();
  void settle_locks();
  Places resolved(const Places& places) const;
  Spot spot(std::uint32_t event) const;
  std::string way(const summary::Function& entry, const Place& as) const;
  bool gives_alone(const Running& running, const Place& signal) const;

  const Program& program_;
  const summary::Module& module_;
  const summary::Function& function_;
  const EffectsByKey& known_;
  Aliases aliases_;
  std::vector<Outcome> outcomes_;
  std::vector<Work> work_;
  /// What calls put where: (place, what), and the call.
  std::map<std::pair<Place, Place>, std::uint32_t> arrivals_;
  std::map<Place, Spot> handovers_;
  std::map<Place, Places> parents_;

  friend class Exporter;
};

}  // namespace lanyard::link
