#include "cli/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
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

// The arguments as exec wants them. They belong to `arguments`.
std::vector<char*> argument_words(const std::vector<std::string>& arguments) {
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  return words;
}

void set_status(Outcome& outcome, int status) {
  if (WIFSIGNALED(status)) outcome.killed_by = WTERMSIG(status);
  outcome.exit_code = outcome.killed_by != 0 ? kSignalled + outcome.killed_by : WEXITSTATUS(status);
}

// Adds what can be read at once. Returns whether more can come.
bool read_some(int pipe, std::string& text) {
  char buffer[65536];
  const ssize_t size = read(pipe, buffer, sizeof buffer);
  if (size > 0) text.append(buffer, static_cast<std::size_t>(size));
  return size > 0 || (size < 0 && errno == EINTR);
}

// Reads two pipes to their ends, whichever has something: a writer that waits for one of them
// to be read does not wait for ever.
void read_both(int first, std::string& first_text, int second, std::string& second_text) {
  pollfd pipes[] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  std::string* texts[] = {&first_text, &second_text};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    if (poll(pipes, 2, -1) < 0 && errno != EINTR) return;
    for (int i : {0, 1})
      if (pipes[i].revents != 0 && !read_some(pipes[i].fd, *texts[i])) pipes[i].fd = -1;
  }
}

// The child's side between fork and exec. Tells the parent through `pipe` when exec fails.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const std::vector<std::string>& environment, const sigset_t& mask,
                         int output, const std::string& folder, int pipe) {
  const std::vector<char*> words = argument_words(arguments);
  for (const std::string& entry : environment) putenv(const_cast<char*>(entry.c_str()));
  if (output != STDOUT_FILENO) dup2(output, STDOUT_FILENO);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  if (folder.empty() || chdir(folder.c_str()) == 0) execvp(program.c_str(), words.data());
  const int code = errno;
  if (write(pipe, &code, sizeof code) < 0) _exit(kNotExecutable);
  _exit(kNotExecutable);
}

// A terminal's signals reach the whole foreground group, the command included.
bool is_from_terminal(const siginfo_t& info) { return info.si_code > 0; }

// The effective user of a process that has ended and was not waited for yet: the kernel keeps
// it until then. -1 when it cannot be known.
std::int64_t user_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  for (std::string word; file >> word;) {
    std::int64_t real = 0, effective = 0;
    if (word == "Uid:") return file >> real >> effective ? effective : -1;
  }
  return -1;
}

bool has_ended(pid_t child) {
  siginfo_t info = {};
  return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

// Waits for the child and passes signals on meanwhile.
void attend(pid_t child, const sigset_t& signals, Outcome& outcome) {
  for (;;) {
    siginfo_t info;
    const int signal = sigwaitinfo(&signals, &info);
    if (signal < 0) continue;  // EINTR
    if (signal != SIGCHLD) {
      if (!is_from_terminal(info)) kill(child, signal);
      continue;
    }
    if (!has_ended(child)) continue;
    outcome.user = user_of(child);
    int status = 0;
    waitpid(child, &status, 0);
    return set_status(outcome, status);
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
                    const std::vector<std::string>& environment, int output,
                    const std::string& folder) {
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
  if (child == 0) become(program, arguments, environment, before, output, folder, ends[1]);
  if (child < 0) outcome.start_failure = errno;
  close(ends[1]);
  if (child > 0) {
    int code = 0;
    if (read(ends[0], &code, sizeof code) == sizeof code) outcome.start_failure = code;
    outcome.pid = child;
    attend(child, signals, outcome);
  }
  close(ends[0]);
  discard_pending(signals);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return outcome;
}

Captured capture_process(const std::string& program, const std::vector<std::string>& arguments) {
  Captured captured;
  int output[2], error[2];
  if (pipe2(output, O_CLOEXEC) != 0) {
    captured.start_failure = errno;
    return captured;
  }
  if (pipe2(error, O_CLOEXEC) != 0) {
    captured.start_failure = errno;
    for (int end : output) close(end);
    return captured;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, error[1], STDERR_FILENO);
  const std::vector<char*> words = argument_words(arguments);
  pid_t child = 0;
  captured.start_failure =
      posix_spawn(&child, program.c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  close(error[1]);
  read_both(output[0], captured.output, error[0], captured.error);
  close(output[0]);
  close(error[0]);
  int status = 0;
  if (captured.start_failure == 0) {
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    set_status(captured, status);
  }
  return captured;
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
