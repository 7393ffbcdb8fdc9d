#include "checker/model/project.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lanyard::model {

namespace fs = std::filesystem;

std::string find_project_file(const std::string& start) {
  std::error_code unknown;
  fs::path folder = start;
  if (!fs::is_directory(folder, unknown)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    const fs::path file = folder / kProjectFile;
    if (fs::is_regular_file(file, unknown)) return file.string();
    if (folder == folder.parent_path()) return "";
  }
}

std::string load_project_file(const std::string& file, Settings& settings) {
  std::ostringstream text;
  errno = 0;
  std::error_code unknown;
  std::ifstream in(file);
  if (fs::is_directory(file, unknown)) return file + ": is a folder";
  if (!in) return file + ": " + std::strerror(errno != 0 ? errno : EIO);
  // An empty file is read as no characters, which sets a stream's failbit.
  if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (std::string error = read(text.str(), file, settings); !error.empty()) return error;
  const auto whole = [&](std::string& path) {
    if (path.empty() || fs::path(path).is_absolute()) return;
    path = (fs::absolute(file, unknown).parent_path() / path).lexically_normal().string();
  };
  whole(settings.suppressions_file);
  whole(settings.baseline);
  return "";
}

}  // namespace lanyard::model
