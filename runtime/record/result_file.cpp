// The result file; see result_file.h.
#include "runtime/record/result_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

namespace lanyard::record {

namespace {

constexpr unsigned kMostPrograms = 1000;  // executed one after the other by one process

constinit char path[PATH_MAX] = "";
constinit off_t end = 0;
// What was created: the path may lead to another file by the next write.
constinit dev_t device = 0;
constinit ino_t inode = 0;

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
  return -1;
}

bool write_at(std::string_view bytes, off_t at) {
  const int file = open_again();
  if (file < 0) return false;
  ssize_t written;
  do written = pwrite(file, bytes.data(), bytes.size(), at);
  while (written < 0 && errno == EINTR);
  close(file);
  return written == static_cast<ssize_t>(bytes.size());
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
  if (!path[0] || !write_at(line, end)) return -1;
  const off_t start = end;
  end += static_cast<off_t>(line.size());
  return start;
}

bool overwrite(off_t at, std::string_view bytes) { return path[0] && write_at(bytes, at); }

void forget_result_file() { path[0] = '\0'; }

}  // namespace lanyard::record
