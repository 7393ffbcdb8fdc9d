// What findings say, in one place.
#pragma once

#include <string>
#include <vector>

#include "checker/link/crossings.h"
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

/// The finding that two threads call SQLite at once and the library has no mutexes.
Candidate worded_single_thread(const Program::Library& library, const Running& running,
                               const Spot& other);

/// The finding that the library is initialised when its mode is asked for.
Candidate worded_late_config(const Spot& spot);

/// The finding that a connection in multi-thread mode is shared as `shared` says.
Candidate worded_multi_thread(const Program::Library& library, const Create& create,
                              const Finding& shared);

/// The finding that `other`, on another thread, can come between a reading and what it reads.
Candidate worded_misread(const Scope& scope, const Place& handle, const Running& running,
                         const Reading& reading, const Use& other);

}  // namespace lanyard::link
