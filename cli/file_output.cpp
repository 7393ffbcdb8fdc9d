#include "cli/file_output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/temporary.h"

namespace lanyard::cli {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool fail(const std::string& path, int code, std::string& error) {
  error = "cannot write " + path + ": " + std::strerror(code);
  return false;
}

// Devices, pipes and such are not replaced.
bool is_special(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

bool write_special(const std::string& path, std::string_view text, std::string& error) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(path, errno, error);
  const bool written = write_all(descriptor, text);
  const int code = errno;
  close(descriptor);
  return written || fail(path, code, error);
}

}  // namespace

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool can_write_file(const std::string& path, std::string& error) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return fail(path, EISDIR, error);
  const std::string checked = is_special(path) ? path : folder_of(path);
  return access(checked.c_str(), W_OK) == 0 || fail(path, errno, error);
}

bool write_file(const std::string& path, std::string_view text, std::string& error) {
  if (is_special(path)) return write_special(path, text, error);
  std::string temporary = path;
  const int descriptor = open_new_file(temporary);
  if (descriptor < 0) return fail(path, errno, error);
  // New files are private; a report is as public as the umask lets files be.
  const mode_t mask = umask(0);
  umask(mask);
  const bool written = write_all(descriptor, text) && fchmod(descriptor, 0666 & ~mask) == 0;
  int code = errno;
  if (close(descriptor) == 0 && written) {
    if (rename(temporary.c_str(), path.c_str()) == 0) return true;
    code = errno;
  }
  unlink(temporary.c_str());
  return fail(path, code, error);
}

}  // namespace lanyard::cli
