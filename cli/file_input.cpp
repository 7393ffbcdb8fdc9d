#include "cli/file_input.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lanyard::cli {

std::optional<std::string> read_file(const std::string& path, std::string& error) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    error = "it is a folder: name the files in it";
    return std::nullopt;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    error = std::string("cannot be read: ") + std::strerror(errno);
    return std::nullopt;
  }
  return text.str();
}

}  // namespace lanyard::cli
