// Summaries in, findings out: the whole of the static analysis after the AST.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "checker/link/finding.h"
#include "checker/link/wants.h"
#include "checker/summary/summary.h"
#include "contract/contract.h"

namespace lanyard::link {

/// What a link did, for those who watch how it grows. The same for the same modules.
struct Work {
  std::size_t steps = 0;  // events visited by walks over the functions' order
  std::size_t told = 0;   // effects that functions tell their callers
};

struct Options {
  contract::Policy policy = contract::Policy::owner;
  Work* work = nullptr;             // counted there, if the caller wants to know
  std::set<Want>* wants = nullptr;  // where to put what else would have to be linked, if asked for
};

/// Links the modules of one program and returns what breaks the policy, sorted by
/// place, each finding once. The order of the modules does not matter.
std::vector<Finding> link(const std::vector<summary::Module>& modules, const Options& options);

}  // namespace lanyard::link
