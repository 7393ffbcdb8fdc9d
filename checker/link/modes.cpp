#include "checker/link/modes.h"

#include <algorithm>

#include "checker/link/wording.h"

namespace lanyard::link {

using contract::Mode;
using summary::Event;
using summary::Kind;

namespace {

/// The events that can be reached from the entry, or from a shutdown, while nothing has
/// initialised the library yet.
std::vector<bool> uninitialised(const Scope& scope) {
  const std::vector<Event>& events = scope.function().events;
  std::vector<bool> seen(events.size(), false);
  std::vector<std::uint32_t> waiting{0};
  for (std::uint32_t i = 0; i != events.size(); ++i)
    if (events[i].kind == Kind::setup && events[i].name == "sqlite3_shutdown") waiting.push_back(i);
  while (!waiting.empty()) {
    const std::uint32_t event = waiting.back();
    waiting.pop_back();
    if (seen[event]) continue;
    seen[event] = true;
    if (scope.outcomes()[event].initialises) continue;
    for (const std::uint32_t next : scope.next(event)) waiting.push_back(next);
  }
  return seen;
}

/// What else calls SQLite while the thread runs: an event of this thread's or of another,
/// or one more thread of its kind. None if nothing does.
const Spot* meanwhile(const Scope& scope, const Running& running, std::vector<Spot>& spots) {
  std::vector<bool> seen(scope.outcomes().size(), false);
  std::vector<std::uint32_t> waiting(scope.next(running.since));
  while (!waiting.empty()) {
    const std::uint32_t event = waiting.back();
    waiting.pop_back();
    if (seen[event]) continue;
    seen[event] = true;
    const Outcome& outcome = scope.outcomes()[event];
    if (scope.waits_for(event, running)) continue;
    if (outcome.touches) {
      spots.push_back(scope.spot(event));
      return &spots.back();
    }
    for (const Running& other : outcome.running)
      if (other.touches) return &other.spot;
    for (const std::uint32_t next : scope.next(event)) waiting.push_back(next);
  }
  return nullptr;
}

}  // namespace

bool is_single_threaded(const Program& program) {
  return program.library().mode == Mode::single_thread;
}

bool initialises(const Scope& scope) { return !uninitialised(scope)[1]; }

std::vector<Candidate> wrong_modes(const Scope& scope) {
  std::vector<Candidate> found;
  const Program& program = scope.program();
  if (is_single_threaded(program)) {
    std::vector<Spot> spots;
    spots.reserve(scope.outcomes().size());
    for (const Outcome& outcome : scope.outcomes())
      for (const Running& running : outcome.running)
        if (const Spot* other = running.touches ? meanwhile(scope, running, spots) : nullptr)
          found.push_back(worded_single_thread(program.library(), running, *other));
  }
  const std::vector<Event>& events = scope.function().events;
  const bool configures = std::any_of(events.begin(), events.end(), [](const Event& each) {
    return each.kind == Kind::setup && each.mode != Mode::unknown;
  });
  if (!configures) return found;
  const std::vector<bool> in_time = uninitialised(scope);
  for (std::uint32_t i = 0; i != events.size(); ++i)
    if (events[i].kind == Kind::setup && events[i].mode != Mode::unknown && !in_time[i])
      found.push_back(worded_late_config(scope.spot(i)));
  return found;
}

std::vector<Candidate> wrong_mode(const Scope& scope, const Create& create,
                                  const Finding& finding) {
  const Program::Library& library = scope.program().library();
  if (create.kind != contract::Handle::connection ||
      scope.program().mode_of(create.mode) != Mode::multi_thread)
    return {};
  return {worded_multi_thread(library, create, finding)};
}

}  // namespace lanyard::link
