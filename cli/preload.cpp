#include "cli/preload.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace lanyard::cli {
namespace {

constexpr char kShim[] = "liblanyard.so";

}  // namespace

std::string find_shim(std::string& error) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  const fs::path self = fs::read_symlink("/proc/self/exe", unknown);
  for (const char* folder : {"../lib", LANYARD_LIBRARY_FOLDER}) {
    const fs::path candidate = (self.parent_path() / folder / kShim).lexically_normal();
    if (access(candidate.c_str(), R_OK) != 0) continue;
    const std::string path = candidate.string();
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
  for (const auto& [key, setting] : settings) add(key + "=" + setting);
  return value;
}

}  // namespace lanyard::cli
