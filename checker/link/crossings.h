// Judges one scope: which handles cross to which threads, and what happens meanwhile.
#pragma once

#include <string>
#include <vector>

#include "checker/link/finding.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// A finding and what it takes to tell whether another scope found the same.
struct Candidate {
  Finding finding;
  Place as;        // what the entry of the thread calls the handle
  Location there;  // of a use that no thread's entry stands for
};

/// How much of a scope's order is real.
enum class Order {
  written,    // a function of the program
  synthetic,  // made up for code that anybody may call: a step can happen again, but
              // that it happens twice without a pause is nobody's claim
};

/// All crossings of the scope that break a policy, whichever it is.
std::vector<Candidate> crossings(const Scope& scope, Order order);

}  // namespace lanyard::link
