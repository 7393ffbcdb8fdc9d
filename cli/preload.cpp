#include "cli/preload.h"

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "cli/file_output.h"

namespace lanyard::cli {
namespace {

constexpr char kShim[] = "liblanyard.so";

// The child's side of the question: loads the shim, which reads its options then, and
// leaves what it says in the pipe.
[[noreturn]] void try_shim(const std::string& shim, const std::string& options, int pipe) {
  dup2(pipe, STDERR_FILENO);
  setenv(kOptionsVariable, options.c_str(), 1);
  if (dlopen(shim.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr)
    write_all(pipe, std::string("cannot load the shim: ") + dlerror());
  _exit(0);
}

std::string read_all(int descriptor) {
  std::string text;
  char buffer[1024];
  for (;;) {
    const ssize_t size = read(descriptor, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(size));
  }
}

// The shim's complaint in our words: it speaks of a program that it leaves alone, and we
// start none.
std::string complaint(const std::string& said) {
  constexpr std::string_view kName = "lanyard: ";
  std::string line = said.substr(0, said.find('\n'));
  if (line.compare(0, kName.size(), kName) == 0) line.erase(0, kName.size());
  return line.substr(0, line.rfind("; the program runs unchecked"));
}

}  // namespace

std::string find_shim(std::string& error) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  const fs::path self = fs::read_symlink("/proc/self/exe", unknown);
  for (const char* folder : {"../lib", LANYARD_LIBRARY_FOLDER}) {
    const fs::path candidate = (self.parent_path() / folder / kShim).lexically_normal();
    if (access(candidate.c_str(), R_OK) != 0) continue;
    std::string path = candidate.string();
    if (path.find_first_of(" :") == std::string::npos) return path;
    error = "the loader cannot preload " + path + ": its path has a space or a colon";
    return "";
  }
  error = std::string("cannot find ") + kShim + " beside " + self.string() +
          " (looked in ../lib): is the installation complete?";
  return "";
}

std::string preload_value(const std::string& shim, const char* present) {
  if (present == nullptr || *present == '\0') return shim;
  return shim + ":" + present;
}

std::string options_value(const char* present,
                          const std::vector<std::pair<std::string, std::string>>& settings) {
  std::string value;
  auto add = [&](const std::string& setting) { value += (value.empty() ? "" : ":") + setting; };
  std::istringstream stream(present != nullptr ? present : "");
  for (std::string setting; std::getline(stream, setting, ':');) {
    const std::string key = setting.substr(0, setting.find('='));
    const bool is_replaced = std::any_of(settings.begin(), settings.end(),
                                         [&](const auto& entry) { return entry.first == key; });
    if (!setting.empty() && !is_replaced) add(setting);
  }
  for (const auto& [key, setting] : settings) {
    std::string assignment = key;
    add(assignment.append("=").append(setting));
  }
  return value;
}

std::string why_shim_refuses(const std::string& shim, const std::string& options) {
  int ends[2];
  if (pipe(ends) != 0) return std::string("cannot make a pipe: ") + std::strerror(errno);
  const pid_t child = fork();
  if (child == 0) try_shim(shim, options, ends[1]);
  close(ends[1]);
  const std::string said = read_all(ends[0]);
  close(ends[0]);
  if (child < 0) return std::string("cannot start a process: ") + std::strerror(errno);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (said.empty() && status != 0) return "cannot load the shim " + shim + ": it ended the process";
  return complaint(said);
}

}  // namespace lanyard::cli
