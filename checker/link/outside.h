// The names by which the callers of a function know the objects that its scope speaks of.
#pragma once

#include <map>

#include "checker/link/scope.h"

namespace lanyard::link {

class Outside {
 public:
  /// Reads the scope, which must outlive it.
  explicit Outside(const Scope& scope);

  /// The outside name of a resolved place, or none.
  Place name(const Place& place) const;

  /// Those of all that a place can mean.
  Places names(const Place& place) const;
  Places names(const Places& places) const;

  /// As above; of a handle that stays inside, the connection that it derives from.
  Places names_of_handle(const Place& place, bool& is_parent) const;

  /// Whether a caller sees what is stored in `to`: a parameter itself is a copy, unless
  /// it is written through.
  static bool is_seen(const summary::Flow& flow);

 private:
  const Scope& scope_;
  std::map<Place, Place> names_;  // of what is made inside
};

}  // namespace lanyard::link
