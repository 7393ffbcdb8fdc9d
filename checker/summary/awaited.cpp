#include "checker/summary/awaited.h"

#include <set>

#include "checker/summary/adjust.h"
#include "checker/summary/search.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace lanyard::summary {

namespace path = llvm::sys::path;

std::string nearest(const std::string& whole) {
  llvm::StringRef at = whole;
  while (!llvm::sys::fs::exists(at)) {
    if (llvm::sys::fs::is_symlink_file(at)) return "";
    at = path::parent_path(at);
    if (at.empty()) return "";
  }
  const std::string found = without_dots(at.str());
  return found == "/" ? "" : found;
}

bool await_include(const Command& command, const std::string& folder, const std::string& name,
                   std::vector<std::string>& paths) {
  const auto search = SearchPaths().of(command);
  std::vector<std::string> folders = {folder, command.directory};
  folders.insert(folders.end(), search->quoted.begin(), search->quoted.end());
  folders.insert(folders.end(), search->angled.begin(), search->angled.end());
  if (path::is_absolute(name)) folders = {""};
  bool is_all = !search->is_opaque;
  std::set<std::string> found;
  for (std::size_t i = 0; i != folders.size(); ++i) {
    const std::string at = nearest(folders[i] + "/" + name);
    if (!at.empty()) found.insert(at);
    // Clang's driver adds folders of the toolchain that no system has, such as /include.
    is_all &= !at.empty() || i + search->toolchain >= folders.size();
  }
  paths.insert(paths.end(), found.begin(), found.end());
  return is_all;
}

}  // namespace lanyard::summary
