// What the link step would have to see as well: bodies and callers that are in no linked module.
//
// A build need not parse files that have nothing to do with handles. Whether they have, their
// text alone cannot always tell: a pool in one file runs what another puts into it. So the link
// step asks, by name, for the definitions of functions into which a handle flows, or something
// that leads to one, and for the callers of functions that use handles which they do not own.
// Whoever chooses the files answers with more of them, until nothing new is asked for.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "checker/link/program.h"
#include "checker/link/scope.h"

namespace lanyard::link {

struct Want {
  enum class Kind {
    caller,      // who calls a function, takes its address, or names a global
    definition,  // the body of a function that a handle, or a way to one, is given
    order,       // the body of a function that is called where handles are used: it matters
                 // only if it locks, waits or ends
    main,        // the body of any `main`
  };
  Kind kind = Kind::caller;
  std::string name;                 // an identifier
  std::vector<std::string> scopes;  // classes and namespaces around it

  friend bool operator<(const Want& a, const Want& b) {
    return std::tie(a.kind, a.name, a.scopes) < std::tie(b.kind, b.name, b.scopes);
  }
};

/// All that is wanted, whether or not it exists.
std::set<Want> wants(const Program& program, const EffectsByKey& known);

/// The word for a kind, in files.
std::string_view name(Want::Kind kind);

}  // namespace lanyard::link
