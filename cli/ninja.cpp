#include "cli/ninja.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/paths.h"
#include "cli/process.h"

namespace lanyard::cli {
namespace {

constexpr char kNinja[] = "ninja";
constexpr char kLog[] = "/ninja.log";

// What Ninja ends with after Ctrl-C: 2 up to its release 1.12, 130 since.
bool is_interruption(const Outcome& outcome) {
  constexpr int kOldCode = 2, kCode = 130;
  return outcome.exit_code == kOldCode || outcome.exit_code == kCode || outcome.killed_by != 0;
}

}  // namespace

Built run_ninja(const std::string& folder, unsigned jobs, std::string& error) {
  int code = 0;
  std::string program = find_program(kNinja, code, error);
  if (program.empty()) {
    error += "; install it (Debian's package is ninja-build)";
    return Built::failed;
  }
  error.clear();
  program = absolute_path(program);
  const bool on_terminal = isatty(STDERR_FILENO) == 1;
  const std::string log = folder + kLog;
  const int output = on_terminal
                         ? fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
                         : open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (output < 0) {
    error = "cannot write " + log + ": " + std::strerror(errno);
    return Built::failed;
  }
  // Ninja's own -C would tell that it goes there.
  const Outcome outcome =
      run_process(program, {kNinja, "-j", std::to_string(jobs), "-k", "0"}, {}, output, folder);
  close(output);
  if (outcome.start_failure == 0 && outcome.exit_code == 0) return Built::done;
  if (outcome.start_failure == 0 && is_interruption(outcome)) return Built::interrupted;
  if (outcome.start_failure != 0)
    error = "cannot run " + program + ": " + std::strerror(outcome.start_failure);
  else
    error = "ninja could not do its work" +
            (on_terminal ? std::string() : ": " + log + " has what it says");
  return Built::failed;
}

}  // namespace lanyard::cli
