#include "cli/work_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/paths.h"
#include "cli/temporary.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kName[] = "/.lanyard";
constexpr char kFacts[] = "/facts";
constexpr char kLock[] = "/lock";

// Makes the folder and opens the file that is locked in it. Returns -1, with errno, if not.
int prepare(const std::string& path) {
  std::error_code error;
  // A project may come with a link to where it wants something written.
  if (std::filesystem::is_symlink(path, error)) return errno = ELOOP, -1;
  std::filesystem::create_directories(path + kFacts, error);
  if (error) {
    errno = error.value();
    return -1;
  }
  if (access(path.c_str(), W_OK) != 0) return -1;
  return open((path + kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
}

bool wait_for(const std::string& verb, const std::string& path, int lock) {
  if (flock(lock, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK) return false;
  fail(verb, "another lanyard lint works in " + path + ": waiting until it is done", 0);
  int result = 0;
  do result = flock(lock, LOCK_EX);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

}  // namespace

std::optional<WorkFolder> WorkFolder::open(const std::string& verb, const std::string& build,
                                           std::string& error) {
  const std::string path = absolute_path(build) + kName;
  int lock = prepare(path);
  if (lock >= 0 && wait_for(verb, path, lock)) return WorkFolder(path, lock, false);
  const std::string reason = std::strerror(errno);
  if (lock >= 0) close(lock);
  const std::string instead = make_temporary_folder(error);
  lock = instead.empty() ? -1 : prepare(instead);
  if (lock < 0) {
    error = "cannot write " + path + ": " + reason + "; " +
            (instead.empty() ? error : "cannot write " + instead + ": " + std::strerror(errno));
    return std::nullopt;
  }
  fail(verb, "cannot write " + path + ": " + reason + "; nothing is kept for the next run", 0);
  return WorkFolder(instead, lock, true);
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(other.lock_), temporary_(other.temporary_) {
  other.lock_ = -1;
  other.temporary_ = false;
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (temporary_) std::filesystem::remove_all(path_, ignored);
  if (lock_ >= 0) close(lock_);
}

bool WorkFolder::update(const std::string& name, const std::string& text,
                        std::string& error) const {
  const std::string path = *this / name;
  std::string unreadable;
  if (read_file(path, unreadable) == text) return true;
  return write_file(path, text, error);
}

}  // namespace lanyard::cli
