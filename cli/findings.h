// The one shape that everything a user is told has, whichever half found it.
//
// The readers (result_file.h, json_report.h, lint.cpp) fill it in; the formats
// (format/format.h) only read it. A member's name is its key in the JSON report, so
// docs/results.md describes these structures too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"

namespace lanyard::cli {

/// A place in a source file. Lines and columns count from 1; 0 means not known.
struct Place {
  std::string file;  // absolute where it could be found out
  unsigned line = 0;
  unsigned column = 0;
};

/// One frame of a native stack. `offset` is an address in the module as its own file
/// counts them; for a caller it lies inside the call instruction.
struct NativeFrame {
  std::string module;    // path of the executable or library
  std::string build_id;  // lower-case hex, "" when the module has none
  std::uint64_t offset = 0;
  std::string symbol;    // as the dynamic symbol table has it, mangled
  std::string function;  // demangled; "" when nobody knows it
  std::string file;      // "" without debug information
  unsigned line = 0;
  unsigned column = 0;
  bool inlined = false;  // inlined into the next frame: one address gave both
};

struct PythonFrame {
  std::string function;
  std::string file;
  unsigned line = 0;
};

/// Where a thread was at one moment, innermost frame first.
struct Stacks {
  std::vector<NativeFrame> native;
  std::vector<PythonFrame> python;
};

struct ThreadName {
  std::uint64_t id = 0;  // Lanyard's own count, never reused within a process
  std::string name;
  std::int64_t tid = 0;  // the kernel's
};

/// How a thread came to be: who started it, where, and the function that it runs.
struct ThreadStart : Stacks {
  ThreadName thread;
  std::optional<NativeFrame> entry;
};

struct Thread : ThreadName {
  bool ended = false;  // by the time of the report
  std::optional<ThreadStart> started;
};

/// One of the threads of a violation.
struct Side : Stacks {
  Thread thread;
  std::string opened_by;      // the API function that opened the connection; home only
  std::string first_used_by;  // or, when the shim saw none, the first that used it
};

/// The second party of a violation of the laxer policies' rules. `role` says what it has to
/// do with it: "inside" the connection already, opened the "transaction", left the "state",
/// began the execution of the "cursor".
struct Party : Stacks {
  Thread thread;
  std::string api;  // the call of its that counts
  std::string role;
};

/// Where a process was forked; stacks are empty where that is not known.
struct ForkSite : Stacks {
  std::int64_t pid = 0;  // of the parent
  std::string via;       // "fork", "_Fork", "clone" or "unknown"
};

struct Connection {
  std::uint64_t id = 0;
  std::string file;  // "" for a database in memory or a temporary one
  std::string mode;  // contract::name(Mode)
};

struct Handle {
  std::uint64_t id = 0;
  std::string kind;                   // contract::name(contract::Handle)
  std::string name;                   // as the source names it; checker only
  std::string sql;                    // a statement's text, cut and escaped by the shim
  std::optional<NativeFrame> caller;  // who made it, where the shim knows
  std::optional<Stacks> created;      // and from where
  std::optional<Connection> connection;
};

/// Another connection that a violation can be about, where the shim cannot tell which.
struct Candidate {
  Connection connection;
  Side home;
};

/// One step on the path of a static finding; `role` is the name of a link::Role, `thread` that of
/// a link::Side.
struct Step {
  std::string role;
  Place where;
  std::string function;
  std::string message;
  std::string api;  // the function that is called there, where the step is a use
  std::string thread;
};

/// A change of the source that mends a static finding at a price: `length` bytes from `where`
/// on become `text`.
struct Edit {
  Place where;
  unsigned length = 0;
  std::string text;
  std::string message;
};

/// What runs say of a static finding: a violation shows it; its calls were made, and nothing
/// was wrong with them; or none of its calls was made.
enum class Evidence { confirmed, exercised, unexercised };

/// Why the checker has no finding for a violation: nothing of it is C or C++; a file on its
/// path is not in the compile database, or could not be parsed; the policy asked of it was
/// laxer; it found this, and was told not to say so; it says something else of these threads and
/// this handle; or it has looked at everything, and does not know of these threads.
enum class Silence {
  other_language,
  not_in_database,
  not_parsed,
  laxer_policy,
  silenced,
  other_rule,
  thread_not_known,
};

/// One API function that broke a rule, and how often.
struct Call {
  std::string api;
  std::uint64_t count = 0;
};

struct Finding;

/// What runs say of a static finding, in the report of both halves.
struct Join {
  Evidence evidence = Evidence::exercised;
  std::vector<Finding> confirmed_by;  // the violations, with their stacks; else empty
  unsigned calls = 0;                 // of SQLite's functions that the finding names as uses,
  unsigned made = 0;                  // and those that a run made; 0 and 0 where not known
};

/// Why the checker was silent on what a run saw.
struct Unseen {
  Silence reason = Silence::thread_not_known;
  std::string message;  // one clause, no full stop
};

struct Finding {
  std::string rule;  // the id of a row of contract::kRules
  contract::Severity severity = contract::Severity::warning;
  contract::Half half = contract::Half::runtime;
  std::string message;         // one clause, no full stop
  std::string fingerprint;     // the same for the same finding: see fingerprints.h
  std::optional<Place> where;  // the place to look at first
  std::vector<Step> steps;     // checker only
  std::vector<Edit> edits;     // checker only
  std::string api;             // the call that broke the rule first; runtime only, like the rest
  Handle handle;
  std::optional<Side> use;
  std::optional<Side> home;
  std::optional<Party> other;
  std::optional<ForkSite> fork;
  std::vector<Candidate> candidates;    // beside `handle.connection` and `home`
  std::uint64_t count = 1;              // how often it was seen, in all processes
  std::vector<Call> calls;              // all that broke it there, `api` first
  bool at_exit = false;                 // seen while the process was ending
  bool gc = false;                      // Python's garbage collector made the call
  std::string finalizer;                // the Python finalizer that made it, by its name
  std::string unread_python;            // a version of Python whose frames are not known
  std::vector<std::int64_t> processes;  // the ids of those it was seen in
  std::string suppression;              // the line that would suppress it, where asked for
  std::optional<Join> join;             // checker only, and only beside runs
  std::optional<Unseen> why_unseen;     // runtime only, and only beside the checker's report
};

/// Something that a person must know about what was looked at, told in one line.
/// `fatal`: Lanyard could not do what it was asked, so the exit code says so.
struct Problem {
  std::string file;
  std::string message;
  bool fatal = true;
  std::uint64_t others = 0;  // further files that have the same one, such as a header's
};

struct Library {
  std::string version;
  std::string path;
};

struct Counts {
  std::uint64_t violations = 0;  // distinct ones
  std::uint64_t uses = 0;        // uses by a wrong thread, reported or not
  std::uint64_t at_exit = 0;     // such uses while the process was ending, not in `uses`
  std::uint64_t unreported = 0;  // uses beyond max_reports
  std::uint64_t suppressed = 0;  // uses that a suppression hid from the shim, not in `uses`
};

/// A place that a run called SQLite from.
struct Site {
  std::string api;                  // the function that it called, the first time
  std::vector<NativeFrame> frames;  // one, or several where functions were inlined
};

/// One process that ran under the shim.
struct Run {
  std::int64_t pid = 0;
  std::string exe;
  std::string policy;
  Library sqlite;           // the first it called; without a version when it called no shared one
  bool ended = false;       // false: it was killed, so that `counts` are not known
  bool incomplete = false;  // it could not write all that it had to say
  bool sites = false;       // it listed all call sites that it came by
  Counts counts;
};

/// A line of a suppressions file, and how many uses it hid in all processes.
struct Suppressed {
  std::string pattern;  // RULE:GLOB
  std::uint64_t hits = 0;
};

/// A static finding that was found and not reported.
struct Silenced {
  std::string by;  // "NOLINT", "checks", "paths", "since", "suppressions" or "baseline"
  Finding finding;
};

/// What a run of the checker looked at, so that its silence can be told from its ignorance.
struct Checked {
  std::string policy;
  std::string root;                   // what the files below are relative to
  std::vector<std::string> files;     // whose functions it knows, sorted
  std::vector<std::string> unparsed;  // units that it could not read, sorted
  std::vector<Silenced> silenced;
};

struct Tool {
  std::string name = "lanyard";
  std::string version = LANYARD_VERSION;
};

/// Everything that one command has to tell.
struct Report {
  Tool tool;
  std::string policy;
  std::vector<Finding> findings;
  std::vector<Problem> problems;
  std::vector<Run> runs;  // what the runtime half looked at
  std::vector<Suppressed> suppressions;
  std::uint64_t units = 0;        // the translation units that the checker looked at
  std::vector<Checked> checked;   // one for each run of the checker
  std::vector<Site> sites;        // of all runs, each once
  std::uint64_t in_baseline = 0;  // findings that are known, so not in `findings`
};

/// Calls `each` with the stacks of a finding that say how it came about: of the use, of the
/// home thread, of the second party, of the handle's creation and of the fork.
template <typename AnyFinding, typename Each>
void each_stack(AnyFinding& finding, Each each) {
  if (finding.use) each(*finding.use);
  if (finding.home) each(*finding.home);
  if (finding.other) each(*finding.other);
  if (finding.handle.created) each(*finding.handle.created);
  if (finding.fork) each(*finding.fork);
}

/// Whether a frame is of how the C++ library calls a thread's function, or of how libc starts
/// threads and programs: the same in every stack, and nobody's code.
bool is_plumbing(const NativeFrame& frame);

/// The word for a half, in reports.
constexpr std::string_view name(contract::Half half) {
  return half == contract::Half::runtime ? "runtime" : "checker";
}

/// The words for what the halves say of each other.
constexpr std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::confirmed: return "confirmed";
    case Evidence::unexercised: return "unexercised";
    case Evidence::exercised: break;
  }
  return "exercised";
}

constexpr std::string_view name(Silence silence) {
  switch (silence) {
    case Silence::other_language: return "other-language";
    case Silence::not_in_database: return "not-in-database";
    case Silence::not_parsed: return "not-parsed";
    case Silence::laxer_policy: return "laxer-policy";
    case Silence::silenced: return "silenced";
    case Silence::other_rule: return "other-rule";
    case Silence::thread_not_known: break;
  }
  return "thread-not-known";
}

/// Makes one finding of those that say the same, and adds their counts: violations that
/// differ only in process, thread and time; the several calls that one line of Python
/// makes; all that the garbage collector did to handles from one place. Sorts: the most
/// severe first, then the most often seen. The checker's findings are distinct already,
/// and keep their order.
void merge(std::vector<Finding>& findings);

/// The place to look at first in a runtime finding: the innermost frame of the use, else
/// of the home thread, that lies under `directory` (the other way round for the garbage
/// collector's calls), or else the innermost frame that has a file. Empty without one.
std::optional<Place> first_place(const Finding& finding, const std::string& directory);

/// The same within one stack.
std::optional<Place> first_place(const Stacks& stacks, const std::string& directory);

/// The frames that tell one Python stack from another: those of the innermost package, which
/// made the call, and the program's own. The packages in between tell how it came there,
/// and where the garbage collector made the call, they are chance.
std::vector<PythonFrame> telling_frames(const Stacks& stacks);

/// How the findings are spread over the severities: "1 error, 2 notes". Empty for none.
std::string tally(const std::vector<Finding>& findings);

/// A problem in one line that names its file once: "a.cpp:2:10: no such header", or
/// "a.cpp: b.h:2:10: ..." where the message speaks of another.
std::string told(const Problem& problem);

/// What runs say of a static finding, in one clause: "confirmed by a run, which saw it 3 times".
std::string told(const Join& join);

/// "1 process", "2 processes": a count with its noun, thousands set apart.
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);

}  // namespace lanyard::cli
