#include "cli/paths.h"

#include <filesystem>

namespace lanyard::cli {

std::string relative_to(std::string_view path, std::string_view directory) {
  if (path != directory && directory != "/" && is_under(path, directory))
    path.remove_prefix(directory.size() + 1);
  return std::string(path);
}

bool is_under(std::string_view path, std::string_view directory) {
  if (directory == "/") return !path.empty() && path.front() == '/';
  if (path.substr(0, directory.size()) != directory) return false;
  return path.size() == directory.size() || path[directory.size()] == '/';
}

std::string_view library_path(std::string_view path) {
  // The parts of the standard library that are built into the interpreter.
  if (path.substr(0, 8) == "<frozen ") return path;
  for (std::string_view packages : {"/site-packages/", "/dist-packages/"})
    if (auto at = path.rfind(packages); at != std::string_view::npos)
      return path.substr(at + packages.size());
  constexpr std::string_view kStandard = "/lib/python";
  if (auto at = path.rfind(kStandard); at != std::string_view::npos)
    if (auto slash = path.find('/', at + kStandard.size()); slash != std::string_view::npos)
      return path.substr(slash + 1);
  return {};
}

std::string short_path(std::string_view path, std::string_view directory) {
  const std::string_view library = library_path(path);
  return library.empty() ? relative_to(path, directory) : std::string(library);
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string working_directory() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::current_path(error);
  return error ? "/" : path.string();
}

std::string absolute_path(const std::string& path) {
  return absolute_path(path, working_directory());
}

std::string absolute_path(const std::string& path, const std::string& directory) {
  std::filesystem::path whole = std::filesystem::path(directory) / path;
  std::string normal = whole.lexically_normal().string();
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

}  // namespace lanyard::cli
