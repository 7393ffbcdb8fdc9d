// What findings say, in one place.
#pragma once

#include <string>
#include <vector>

#include "checker/link/finding.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// What was found about one handle and one thread.
struct Case {
  std::string rule;
  bool created_there = false;       // the thread itself creates the handle
  bool other_thread = false;        // the second use is another thread's, too
  Place lock;                       // that most uses hold, or none
  std::vector<const Use*> guarded;  // the uses that hold it, where others do not
};

/// The finding, with all its steps. `here` and `create` may be nullptr.
Finding worded(const Scope& scope, const Case& verdict, const Place& handle, const Running& running,
               const Crossing& there, const Use* here, const Create* create);

/// The finding that the child of a fork uses a handle of its parent's. `create` may be nullptr.
Finding worded_fork(const Scope& scope, const Fork& fork, const Use& use, const Place& handle,
                    const Create* create);

}  // namespace lanyard::link
