// What calls leave in a connection for the next call to read, and who can come between.
//
// The row id, the count of changes, the last error and an open transaction belong to the
// connection, not to a thread (sqlite.org/c3ref/errcode.html, last_insert_rowid.html).
// Where threads share it, a pair of calls only means something under one lock.
#pragma once

#include <vector>

#include "checker/link/crossings.h"
#include "checker/link/scope.h"

namespace lanyard::link {

/// Fills in what a call of an SQLite function leaves and reads; `sql` is the text it runs.
void set_states(Use& use, contract::Sql sql);

/// Who can be at one handle at once.
struct Sharers {
  Place handle;
  std::vector<const Reading*> there, here;  // on the thread that is started, and besides it
  std::vector<const Use*> uses_there, uses_here;
  bool repeats = false;  // several such threads run
};

/// The findings of `sqlite-connection-state` about the handle: of each kind of state the
/// first reading that somebody can come before.
std::vector<Candidate> misread(const Scope& scope, const Running& running, const Sharers& sharers);

}  // namespace lanyard::link
