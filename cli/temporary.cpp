#include "cli/temporary.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/file_output.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

constexpr char kName[] = "/lanyard";
constexpr char kPattern[] = ".XXXXXX";  // mkstemp(3) and mkdtemp(3) ask for it

// LANYARD_OPTIONS names what is made here, and cannot hold a path with a colon.
std::string beginning() {
  const char* said = std::getenv("TMPDIR");
  const std::string folder = absolute_path(said != nullptr && *said != '\0' ? said : "/tmp");
  return (folder.find(':') == std::string::npos ? folder : "/tmp") + kName;
}

std::string fail(const char* what, const std::string& path, std::string& error) {
  error = std::string("cannot make a temporary ") + what + ", " + path + ": " +
          std::strerror(errno) + " (TMPDIR says where)";
  return "";
}

}  // namespace

std::string make_temporary_folder(std::string& error) {
  std::string path = beginning() + kPattern;
  return mkdtemp(path.data()) != nullptr ? path : fail("folder", path, error);
}

std::string make_temporary_file(std::string_view text, std::string& error) {
  std::string path = beginning();
  const int descriptor = open_new_file(path);
  if (descriptor < 0) return fail("file", path, error);
  const bool is_written = write_all(descriptor, text);
  if (!is_written) fail("file", path, error);
  close(descriptor);
  if (is_written) return path;
  unlink(path.c_str());
  return "";
}

int open_new_file(std::string& path) {
  path += kPattern;
  return mkostemp(path.data(), O_CLOEXEC);
}

}  // namespace lanyard::cli
