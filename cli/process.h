// Starting the command that `lanyard run` was given, and staying with it until it ends.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lanyard::cli {

/// The file that execvp would start for `name`: a path as it is, else searched in PATH.
/// On failure returns "" and sets `code` to 126 (found, but not executable) or 127.
std::string find_program(const std::string& name, int& code, std::string& error);

struct Outcome {
  int exit_code = 0;      // as a shell gives it: 128 + the signal's number when killed by one
  int killed_by = 0;      // the signal, or 0
  int start_failure = 0;  // errno of execve when the program could not be started
  std::int64_t pid = 0;
  std::int64_t user = -1;  // the effective user that the process ended as, or -1
};

/// Runs `program` with these arguments (the first is its name) and environment entries
/// ("NAME=value", replacing those of the same name), and waits for it.
///
/// Signals that another process sends to this one go on to the program. A terminal sends
/// Ctrl-C to both by itself: that one is not passed on, and does not end this process, so
/// that it can still report. Blocks signals of the whole process while it waits: call it
/// from the only thread. The program's stdout is the descriptor `output`, and it runs in
/// `folder`, or here.
Outcome run_process(const std::string& program, const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment, int output = 1,
                    const std::string& folder = "");

/// What a program did that was run for its output.
struct Captured : Outcome {
  std::string output;
  std::string error;  // what it wrote to its standard error
};

/// Runs `program` with these arguments (the first is its name) and nothing to read, and waits
/// for it. Ctrl-C ends both.
Captured capture_process(const std::string& program, const std::vector<std::string>& arguments);

/// How many processes run that were started with `text` in their environment, as far as this
/// user may see: those that a command left behind (a daemon).
unsigned count_processes_with(const std::string& text);

}  // namespace lanyard::cli
