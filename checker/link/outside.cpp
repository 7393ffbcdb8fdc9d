#include "checker/link/outside.h"

#include <utility>

namespace lanyard::link {
namespace {

/// Which outside name to use where there are several: the one that lives longest.
int rank(const Place& place) {
  switch (place.root) {
    case Root::global: return 0;
    case Root::per_thread: return 1;
    case Root::self: return 2;
    case Root::parameter: return 3;
    default: return 4;
  }
}

}  // namespace

bool Outside::is_seen(const summary::Flow& flow) {
  return flow.to.root != Root::parameter || !flow.to.path.empty() || flow.through;
}

Outside::Outside(const Scope& scope) : scope_(scope) {
  constexpr int rounds = 2;  // what is put into something that is handed out
  for (int round = 0; round != rounds; ++round) {
    for (const summary::Flow& flow : scope_.aliases().flows()) {
      const Place to = name(flow.to);
      if (!to || to.root == Root::function || (to == flow.to && !is_seen(flow))) continue;
      for (const Place& made : scope_.aliases().resolve(flow.from).origins) {
        if (is_outward(made)) continue;
        const auto [known, added] = names_.try_emplace(made, to);
        if (!added &&
            std::make_pair(rank(to), to) < std::make_pair(rank(known->second), known->second))
          known->second = to;
      }
    }
  }
}

Place Outside::name(const Place& place) const {
  if (is_outward(place)) return place;
  for (std::size_t length = place.path.size() + 1; length-- > 0;) {
    Place prefix = place;
    prefix.path.resize(length);
    const auto found = names_.find(prefix);
    if (found == names_.end()) continue;
    Place outside = extended(found->second, place.path, length);
    outside.element |= place.element;
    return outside;
  }
  return {};
}

Places Outside::names(const Place& place) const {
  Places result;
  const bool element = scope_.aliases().is_element(place);
  for (const Place& each : scope_.aliases().resolve(place).origins)
    if (Place outside = name(each)) {
      outside.element |= element;
      result.insert(std::move(outside));
    }
  return result;
}

Places Outside::names(const Places& places) const {
  Places result;
  for (const Place& each : places) result.merge(names(each));
  return result;
}

Places Outside::names_of_handle(const Place& place, bool& is_parent) const {
  Places result = names(place);
  is_parent = false;
  if (!result.empty()) return result;
  for (const Place& each : scope_.aliases().resolve(place).origins)
    for (const Place& top : scope_.family(each))
      if (Place outside = name(top)) {
        result.insert(std::move(outside));
        is_parent = true;
      }
  return result;
}

}  // namespace lanyard::link
