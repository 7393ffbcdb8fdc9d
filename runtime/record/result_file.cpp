// The result file; see result_file.h.
#include "runtime/record/result_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "runtime/base/unsignalled.h"

namespace lanyard::record {

namespace {

constexpr unsigned kMostPrograms = 1000;  // executed one after the other by one process

constinit char path[PATH_MAX] = "";
constinit off_t end = 0;  // of the last line; -1 when half a line stands there for good
// What was created: the path may lead to another file by the next write.
constinit dev_t device = 0;
constinit ino_t inode = 0;
constinit bool has_failed = false;

/// Puts the absolute path of the process's n-th program into `path`, since the program may
/// change its directory.
bool name_file(std::string_view prefix, unsigned nth) {
  char directory[PATH_MAX];
  Text name(path, sizeof(path) - 1);
  if (prefix.front() != '/') {
    if (!getcwd(directory, sizeof(directory))) return false;
    name.add(directory).add('/');
  }
  name.add(prefix).add('.').number(static_cast<std::uint64_t>(getpid()));
  if (nth > 1) name.add('.').number(nth);
  name.add(".jsonl");
  path[name.size()] = '\0';
  return !name.overflowed();
}

int open_again() {
  const int file = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  struct stat now;
  if (file < 0) return -1;
  if (!fstat(file, &now) && now.st_dev == device && now.st_ino == inode) return file;
  close(file);
  errno = ESTALE;
  return -1;
}

/// Writes all of `bytes` at `at`. On failure returns false with errno set.
bool write_all_at(int file, std::string_view bytes, off_t at) {
  Unsignalled unsignalled;
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file, bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (!written) errno = ENOSPC;
    if (written <= 0) {
      const int reason = errno;
      unsignalled.failed(reason);
      return errno = reason, false;
    }
    bytes = tail(bytes, static_cast<std::size_t>(written));
    at += written;
  }
  return true;
}

}  // namespace

bool create_result_file(std::string_view prefix, Text& error) {
  int file = -1;
  for (unsigned nth = 1; file < 0 && nth <= kMostPrograms; ++nth) {
    errno = ENAMETOOLONG;
    if (!name_file(prefix, nth)) break;
    file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) break;
  }
  struct stat made;
  if (file < 0 || fstat(file, &made)) {
    char reason[128];
    error.add("cannot create the result file '").shown(path).add("': ");
    error.add(strerror_r(errno, reason, sizeof(reason)))
        .add("; reports go to stderr. Check log_path");
    if (file >= 0) close(file);
    path[0] = '\0';
    return false;
  }
  close(file);
  device = made.st_dev;
  inode = made.st_ino;
  end = 0;
  return true;
}

off_t append_line(std::string_view line) {
  const int file = path[0] && end >= 0 ? open_again() : -1;
  if (file < 0) return -1;
  const off_t start = end;
  const bool is_written = write_all_at(file, line, start);
  const int reason = errno;
  end += static_cast<off_t>(line.size());
  // What there was room for is no line. Cutting a file off takes no room; where it cannot be
  // done nothing may follow.
  if (!is_written) end = ftruncate(file, start) ? -1 : start;
  close(file);
  errno = reason;
  return is_written ? start : -1;
}

bool overwrite(off_t at, std::string_view bytes) {
  const int file = path[0] ? open_again() : -1;
  if (file < 0) return false;
  const bool is_written = write_all_at(file, bytes, at);
  close(file);
  return is_written;
}

bool tell_failure(Text& text) {
  if (has_failed || !path[0]) return false;
  has_failed = true;
  char reason[128];
  text.add("cannot write to the result file '").shown(path).add("': ");
  text.add(strerror_r(errno, reason, sizeof(reason)))
      .add("; what cannot be written there goes to stderr");
  return true;
}

void forget_result_file() {
  path[0] = '\0';
  has_failed = false;
}

}  // namespace lanyard::record
