// Callers that nobody wrote: what stands in for code that we do not see.
//
// A library has no main, and the methods of a class are called by code elsewhere. Where
// no visible function orders such calls, a harness does: a class's constructor, then any
// of its methods any number of times, then its destructor; a program's initialised
// globals, then main, or without a main any function that is visible outside.
#pragma once

#include <deque>
#include <vector>

#include "checker/link/program.h"
#include "checker/link/scope.h"

namespace lanyard::link {

struct Harness {
  summary::Function function;
  bool synthetic = true;  // false: its order is the program's own
};

/// The harnesses that the program needs, in an order that depends on names alone.
std::deque<Harness> harnesses(const Program& program, const EffectsByKey& known);

}  // namespace lanyard::link
