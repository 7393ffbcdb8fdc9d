// What linking summaries yields: findings, ready to be told to a person.
//
// The same structure comes out of one translation unit (the clang-tidy check) and of
// a whole program (`lanyard lint`). It knows no Clang.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "contract/contract.h"

namespace lanyard::link {

/// A place in a source file. `line` and `column` count from 1; line 0 means that the
/// place is not known. `file` is absolute, without `.` or `..`.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;

  friend bool operator<(const Location& a, const Location& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  }
  friend bool operator==(const Location& a, const Location& b) {
    return std::tie(a.file, a.line, a.column) == std::tie(b.file, b.line, b.column);
  }
};

/// What a step of a finding's path is. The notes of a finding come in this order.
enum class Role {
  created,     // the handle is created
  crosses,     // it goes to another thread
  used_there,  // its use on the other thread
  used_here,   // its use on the thread that gave it, or on a second such thread
  calls,       // a call that leads to the use that comes next
  guarded,     // its use under a lock that another use does not hold
  advice,      // what to do about it; the last one, at the finding's own place
};

/// Whose a step is.
enum class Side {
  none,     // nobody's: what to do
  starter,  // the thread that starts another one; the process that forks
  started,  // the thread that is started; the child
  other,    // a third thread
  holders,  // the threads that hold the lock
};

/// A change of the source: `length` bytes from `where` on become `text`.
struct Edit {
  Location where;
  unsigned length = 0;
  std::string text;
  std::string message;  // what it does, a clause with no full stop
};

struct Step {
  Role role;
  Location where;
  std::string function;    // the function that `where` is in, as a person writes it
  std::string message;     // a clause with no full stop, e.g. "connection 'db' is created here"
  std::string api;         // the function of SQLite or of a library that is called there, if any
  Side side = Side::none;  // where the handle crosses, who gives it
};

/// One finding of the static half. `where` is where the handle crosses: the place to
/// look at first, and the place where NOLINT silences it.
struct Finding {
  std::string rule;  // the id of a row of contract::kRules
  contract::Severity severity = contract::Severity::warning;
  Location where;
  std::string message;  // one clause, no full stop, no rule id
  contract::Handle kind = contract::Handle::connection;
  std::string handle;  // the handle as the source names it: "db", "Service::db_"
  std::vector<Step> steps;
  /// Each by itself is a way to mend it, with a price that a person has to judge.
  std::vector<Edit> edits;
};

}  // namespace lanyard::link
