#include "cli/process.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr int kPassedOn[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2};

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  for (int signal : kPassedOn) sigaddset(&set, signal);
  return set;
}

std::vector<std::string> search_path() {
  const char* path = std::getenv("PATH");
  std::string rest = path != nullptr ? path : "/bin:/usr/bin";
  std::vector<std::string> folders;
  for (std::size_t at = 0; at <= rest.size();) {
    const std::size_t end = std::min(rest.find(':', at), rest.size());
    folders.push_back(end == at ? "." : rest.substr(at, end - at));
    at = end + 1;
  }
  return folders;
}

// 0 when the file can be started, else why not.
int why_not_executable(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return errno;
  if (S_ISDIR(status.st_mode)) return EISDIR;
  return access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

// The child's side between fork and exec. Tells the parent through `pipe` when exec fails.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const std::vector<std::string>& environment, const sigset_t& mask,
                         int output, int pipe) {
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  for (const std::string& entry : environment) putenv(const_cast<char*>(entry.c_str()));
  if (output != STDOUT_FILENO) dup2(output, STDOUT_FILENO);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  execvp(program.c_str(), words.data());
  const int code = errno;
  if (write(pipe, &code, sizeof code) < 0) _exit(kNotExecutable);
  _exit(kNotExecutable);
}

// A terminal's signals reach the whole foreground group, the command included.
bool is_from_terminal(const siginfo_t& info) { return info.si_code > 0; }

// Waits for the child and passes signals on meanwhile. Returns its wait status.
int attend(pid_t child, const sigset_t& signals) {
  for (;;) {
    siginfo_t info;
    const int signal = sigwaitinfo(&signals, &info);
    if (signal < 0) continue;  // EINTR
    if (signal != SIGCHLD) {
      if (!is_from_terminal(info)) kill(child, signal);
      continue;
    }
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child) return status;
  }
}

// Takes the signals that arrived while nobody waited, so that restoring the mask does not
// end this process before it has reported.
void discard_pending(const sigset_t& signals) {
  const timespec none = {};
  while (sigtimedwait(&signals, nullptr, &none) > 0) continue;
}

}  // namespace

std::string find_program(const std::string& name, int& code, std::string& error) {
  code = kNotFound;
  if (name.find('/') != std::string::npos || name.empty()) {
    const int problem = name.empty() ? ENOENT : why_not_executable(name);
    if (problem == 0) return name;
    if (problem != ENOENT && problem != ENOTDIR) code = kNotExecutable;
    error = "cannot run '" + name + "': " + std::strerror(problem);
    return "";
  }
  error = "cannot run '" + name + "': there is no such command in PATH";
  for (std::string path : search_path()) {
    path.append("/").append(name);
    const int problem = why_not_executable(path);
    if (problem == 0) return path;
    if (problem != EACCES || code == kNotExecutable) continue;
    code = kNotExecutable;
    error = "cannot run '";
    error.append(path).append("': ").append(std::strerror(problem));
  }
  return "";
}

Outcome run_process(const std::string& program, const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment, int output) {
  Outcome outcome;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    outcome.start_failure = errno;
    return outcome;
  }
  const sigset_t signals = awaited_signals();
  sigset_t before;
  sigprocmask(SIG_BLOCK, &signals, &before);
  const pid_t child = fork();
  if (child == 0) become(program, arguments, environment, before, output, ends[1]);
  if (child < 0) outcome.start_failure = errno;
  close(ends[1]);
  if (child > 0) {
    int code = 0;
    if (read(ends[0], &code, sizeof code) == sizeof code) outcome.start_failure = code;
    const int status = attend(child, signals);
    if (WIFSIGNALED(status)) outcome.killed_by = WTERMSIG(status);
    outcome.exit_code =
        outcome.killed_by != 0 ? kSignalled + outcome.killed_by : WEXITSTATUS(status);
  }
  close(ends[0]);
  discard_pending(signals);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return outcome;
}

unsigned count_processes_with(const std::string& text) {
  unsigned count = 0;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "environ");
    const std::string environment{std::istreambuf_iterator<char>(file), {}};
    if (environment.find(text) != std::string::npos) ++count;
  }
  return count;
}

}  // namespace lanyard::cli
