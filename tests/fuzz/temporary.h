// What fuzz targets share: a file for readers that want one, and how they fail.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace lanyard::fuzz {

/// A file in /tmp that goes when the target ends.
class Temporary {
 public:
  explicit Temporary(std::string path) : path_(std::move(path)) {}
  ~Temporary() { unlink(path_.c_str()); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  const std::string& path() const { return path_; }

  void write(const void* bytes, std::size_t size) const {
    const int file = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, bytes, size) != static_cast<ssize_t>(size)) std::abort();
    close(file);
  }

 private:
  std::string path_;
};

/// A path of this process's own that ends in `name`.
inline std::string own_path(const char* name) {
  return "/tmp/lanyard-fuzz." + std::to_string(getpid()) + "." + name;
}

/// Ends the target with a word on what it found.
inline void require(bool condition, std::string_view what) {
  if (condition) return;
  std::fprintf(stderr, "fuzz: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

/// Whether it is one line; the command escapes the rest as it prints it.
inline bool is_line(std::string_view text) {
  return !text.empty() && text.find('\n') == std::string_view::npos;
}

/// Whether a person can read it as one line that cannot steer the terminal.
inline bool is_one_line(std::string_view text) {
  for (const unsigned char each : text)
    if (each < 0x20 || each == 0x7f) return false;
  return !text.empty();
}

}  // namespace lanyard::fuzz
