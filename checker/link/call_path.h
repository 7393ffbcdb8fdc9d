// The calls that lead from where a thread begins to where a handle is used.
//
// A program with one helper for all its SQL has every use in that helper: only who called it
// tells one use from another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/link/finding.h"
#include "checker/summary/summary.h"

namespace lanyard::link {

/// A place in the program's text, for people.
struct Spot {
  Location where;
  std::string function;
};

/// One call on the way. Points into the linked modules, which outlive a link.
struct Call {
  const summary::Module* module = nullptr;
  const summary::Function* caller = nullptr;
  std::uint32_t event = 0;  // of the caller
  const summary::Function* callee = nullptr;

  Spot spot() const;
};

/// Outermost first; of a long way the first two and the last two calls.
using CallPath = std::vector<Call>;

/// Puts a call before the way that its callee goes on. What is called where it is written, as
/// an OpenMP region is, is part of the function around it: no call to a reader.
void prepend(CallPath& path, const Call& call);

}  // namespace lanyard::link
