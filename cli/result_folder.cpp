#include "cli/result_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/paths.h"
#include "cli/temporary.h"

namespace lanyard::cli {
namespace {

namespace fs = std::filesystem;

// Whether somebody can change what is in a folder who could not do so anyway.
bool belongs_to_another(const std::string& path) {
  struct stat status;
  return geteuid() != 0 &&
         (stat(path.c_str(), &status) != 0 || (status.st_uid != 0 && status.st_uid != geteuid()));
}

std::string make_kept(const std::string& keep, std::string& error) {
  std::string path = absolute_path(keep);
  std::error_code code;
  fs::create_directories(fs::path(path).parent_path(), code);
  if (mkdir(path.c_str(), 0700) == 0) return path;
  const int problem = errno;
  const bool is_folder = fs::is_directory(path, code);
  const bool is_empty = is_folder && fs::is_empty(path, code) && !code;
  const bool is_foreign = is_folder && belongs_to_another(path);
  if (is_empty && !is_foreign) return path;
  error = "cannot keep results in " + keep + ": " +
          (is_foreign  ? "it belongs to another user, who could change them"
           : is_folder ? "it is not empty"
                       : std::strerror(problem));
  return "";
}

bool is_result_file(const std::string& name) {
  constexpr std::string_view kSuffix = ".jsonl";
  return name.rfind("lanyard.", 0) == 0 && name.size() > kSuffix.size() &&
         name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) == 0;
}

}  // namespace

std::unique_ptr<ResultFolder> ResultFolder::make(const std::string& keep, std::string& error) {
  const std::string path = keep.empty() ? make_temporary_folder(error) : make_kept(keep, error);
  if (path.empty()) return nullptr;
  std::unique_ptr<ResultFolder> folder(new ResultFolder(path, !keep.empty()));
  if (path.find(':') == std::string::npos) return folder;
  error = "cannot write results to " + path + ": LANYARD_OPTIONS cannot hold a path with a colon";
  return nullptr;
}

ResultFolder::~ResultFolder() {
  std::error_code ignored;
  if (!is_kept_) fs::remove_all(path_, ignored);
}

bool ResultFolder::is_writable_by(std::int64_t user) const {
  struct stat status;
  if (user <= 0 || user == geteuid() || stat(path_.c_str(), &status) != 0) return true;
  return user == status.st_uid || (status.st_mode & S_IWOTH) != 0;
}

std::vector<std::string> ResultFolder::files() const {
  std::vector<std::string> files;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(path_, code))
    if (is_result_file(entry.path().filename().string())) files.push_back(entry.path().string());
  // Numbers of the same length sort as numbers do; the shorter number is the smaller.
  std::sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  return files;
}

}  // namespace lanyard::cli
