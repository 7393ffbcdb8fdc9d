#include "checker/link/advice.h"

#include <string_view>

namespace lanyard::link {
namespace {

using contract::Mode;

/// `mode` unknown: for every mode that has no row of its own before it.
struct Row {
  std::string_view rule;
  Mode mode;
  std::string_view text;
};

constexpr Row kRows[] = {
    {"sqlite-handle-shared", Mode::single_thread,
     "use SQLite in a mode that has mutexes, and open a connection on each thread"},
    {"sqlite-handle-shared", Mode::multi_thread,
     "open a connection on each thread, or hold one lock around every use; without either, "
     "SQLite's own data can be damaged"},
    {"sqlite-handle-shared", Mode::unknown,
     "open a connection on each thread, or hold one lock around every use"},
    {"sqlite-handle-guarded", Mode::unknown,
     "open a connection on each thread; where one behind a lock is meant, ask for the policy "
     "exclusive or call lanyard_any_thread"},
    {"sqlite-handle-transferred", Mode::unknown,
     "open it on the thread that uses it; where the hand-over is meant, call lanyard_rebind there "
     "before the first use"},
    {"sqlite-handle-forked", Mode::unknown,
     "open a connection of the child's own after the fork, and leave this one alone there"},
    {"sqlite-connection-state", Mode::unknown,
     "hold one lock from the first of these calls to the last, on every thread, or open a "
     "connection on each thread"},
    {"sqlite-threading-mode", Mode::single_thread,
     "use SQLite in a mode that has mutexes, or from one thread alone"},
    {"sqlite-threading-mode", Mode::multi_thread,
     "open a connection on each thread, or hold one lock around every use"},
    {"sqlite-threading-mode", Mode::unknown,
     "call it before sqlite3_initialize and before the first connection is opened"},
};

void add(Finding& finding, std::string_view text) {
  finding.steps.push_back(
      {Role::advice, finding.where, "", "to mend it, " + std::string(text), ""});
}

}  // namespace

void advise(Finding& finding, Mode mode) {
  for (const Row& row : kRows)
    if (row.rule == finding.rule && (row.mode == mode || row.mode == Mode::unknown))
      return add(finding, row.text);
}

void advise_collected(Finding& finding) {
  add(finding,
      "have the thread that uses it end it, when the collector asks for that; where the hand-over "
      "is meant, call lanyard_rebind there before the first use");
}

void advise_lock(Finding& finding, const std::string& name) {
  add(finding, name.empty() ? "hold the lock here too that most other uses hold"
                            : "hold '" + name + "' here too, as most other uses do");
}

}  // namespace lanyard::link
