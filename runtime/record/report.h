// What the shim tells of a violation: once for each distinct one, and how often at the end.
#pragma once

#include "contract/contract.h"
#include "runtime/record/options.h"
#include "runtime/track/handles.h"

namespace lanyard::hook {
struct Library;
}

namespace lanyard::record {

/// The options in force. Set up before the first call is checked, constant after.
Options& options();

/// A handle's use by a thread that is not its home.
struct Use {
  const contract::Function& api;
  void* handle;
  const track::Known& known;
  const hook::Library& library;
};

/// Counts and reports a use, and does what on_violation asks. Returns whether the call is
/// to be refused. Holds no lock while it calls SQLite or ends the process.
bool report_use(const Use& use);

/// Creates the result file, where one is asked for, when the first call of SQLite is seen:
/// a process without SQLite leaves none.
void start(const hook::Library& library);

/// Brings the counts up to date and writes the last line. Returns whether violations were
/// seen. Nothing is written after it.
bool finish();

/// In a forked child: its violations are its own, and so is its file.
void start_over();

/// Writes `lanyard: TEXT` and a line's end to stderr, unless file descriptor 2 now is
/// something that a program would not want written to.
void tell(std::string_view text);

}  // namespace lanyard::record
