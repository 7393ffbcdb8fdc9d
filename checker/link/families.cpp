// Which handles a scope knows of: where each was created, and what it derives from.
#include <algorithm>

#include "checker/link/scope.h"

namespace lanyard::link {

using summary::Event;
using summary::Kind;

void Scope::settle_creations() {
  for (Outcome& outcome : outcomes_) {
    const auto note = [&](Create& create) {
      const std::vector<Place> stored = aliases_.storage(create.place);
      const bool element = aliases_.is_element(create.place);
      if (stored.size() == 1) create.place = stored.front();
      create.place.element |= element;
      aliases_.add_created(create.place);
    };
    for (Create& create : outcome.creates) note(create);
    for (Running& running : outcome.running)
      for (Create& create : running.creates) note(create);
  }
  for (Outcome& outcome : outcomes_) {
    const auto relate = [&](const Create& create) {
      if (!create.parent) return;
      for (const Place& parent : aliases_.resolve(create.parent).origins)
        if (parent != create.place) parents_[create.place].insert(parent);
    };
    for (const Create& create : outcome.creates) relate(create);
    for (const Running& running : outcome.running)
      for (const Create& create : running.creates) relate(create);
  }
  for (const Outcome& outcome : outcomes_)
    for (const Create& create : outcome.creates) creations_.try_emplace(create.place, &create);
}

const Create* Scope::creation(const Place& place) const {
  const auto found = creations_.find(place);
  return found == creations_.end() ? nullptr : found->second;
}

bool Scope::is_empty(const Place& handle) const {
  if (handle.root != Root::value || handle.path.empty()) return false;
  // An element that is asked for by its place may have been put in without one.
  Place made = handle;
  made.path.erase(std::remove_if(made.path.begin(), made.path.end(),
                                 [](const std::string& part) { return part.front() == '['; }),
                  made.path.end());
  if (aliases_.is_created(handle) || aliases_.is_created(made)) return false;
  const auto is_it = [&](const Place& each) {
    return each.root == handle.root && each.index == handle.index;
  };
  return std::none_of(function_.events.begin(), function_.events.end(), [&](const Event& event) {
    // What code that we do not see made or filled may hold anything.
    if (event.kind != Kind::call || event.callee.empty()) return false;
    const bool given = is_it(event.result) || is_it(event.receiver) ||
                       std::any_of(event.arguments.begin(), event.arguments.end(), is_it);
    return given && program_.targets(event.callee, event.dispatched).empty();
  });
}

Places Scope::parents(const Place& handle) const {
  const auto found = parents_.find(handle);
  return found == parents_.end() ? Places() : found->second;
}

Places Scope::family(const Place& handle) const {
  Places seen{handle}, top;
  std::vector<Place> waiting{handle};
  while (!waiting.empty()) {
    const Place place = waiting.back();
    waiting.pop_back();
    const Places above = parents(place);
    if (above.empty()) top.insert(place);
    for (const Place& each : above)
      if (seen.insert(each).second) waiting.push_back(each);
  }
  return top.empty() ? Places{handle} : top;
}

}  // namespace lanyard::link
