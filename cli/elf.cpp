#include "cli/elf.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstring>
#include <vector>

namespace lanyard::cli {
namespace {

// A regular file that is read by offset; every read is checked against its end.
class File {
 public:
  // Not to wait for the other end of a pipe, should it be one.
  explicit File(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
    struct stat status;
    if (fd_ < 0 || (fstat(fd_, &status) == 0 && S_ISREG(status.st_mode))) return;
    close(fd_);
    fd_ = -1;
  }
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool read(void* into, std::size_t size, std::uint64_t offset) const {
    return fd_ >= 0 &&
           pread(fd_, into, size, static_cast<off_t>(offset)) == static_cast<ssize_t>(size);
  }
  std::string first_line() const {
    char text[512];
    const ssize_t size = fd_ < 0 ? -1 : pread(fd_, text, sizeof text, 0);
    const std::string start(text, size < 0 ? 0 : static_cast<std::size_t>(size));
    return start.substr(0, start.find('\n'));
  }

 private:
  int fd_;
};

struct Segment {
  std::uint64_t type, offset, size;
};

struct Header {
  unsigned char elf_class = ELFCLASSNONE;
  std::uint16_t machine = EM_NONE;
  std::vector<Segment> segments;
};

template <typename Ehdr, typename Phdr>
bool read_segments(const File& file, Header& header) {
  Ehdr elf;
  if (!file.read(&elf, sizeof elf, 0) || elf.e_phentsize != sizeof(Phdr)) return false;
  header.machine = elf.e_machine;
  for (unsigned i = 0; i < elf.e_phnum; ++i) {
    Phdr segment;
    if (!file.read(&segment, sizeof segment, elf.e_phoff + i * sizeof segment)) return false;
    header.segments.push_back({segment.p_type, segment.p_offset, segment.p_filesz});
  }
  return true;
}

// The header of an ELF file of this machine's byte order; nothing for any other file.
std::optional<Header> read_header(const File& file) {
  unsigned char ident[EI_NIDENT];
  if (!file.read(ident, sizeof ident, 0) || std::memcmp(ident, ELFMAG, SELFMAG) != 0)
    return std::nullopt;
  Header header;
  header.elf_class = ident[EI_CLASS];
  const bool ok = header.elf_class == ELFCLASS64
                      ? read_segments<Elf64_Ehdr, Elf64_Phdr>(file, header)
                      : read_segments<Elf32_Ehdr, Elf32_Phdr>(file, header);
  if (!ok) return std::nullopt;
  return header;
}

// The program that the first line of a script names, or "".
std::string interpreter_of(const File& file) {
  std::string line = file.first_line();
  if (line.substr(0, 2) != "#!") return "";
  const std::size_t begin = line.find_first_not_of(" \t", 2);
  if (begin == std::string::npos) return "";
  return line.substr(begin, line.find_first_of(" \t\r", begin) - begin);
}

std::optional<std::string> why_privileged(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  if (status.st_mode & S_ISUID) return "it is setuid, and the loader ignores LD_PRELOAD in it";
  // Without the group's execute bit, setgid means mandatory locking, not another group.
  if ((status.st_mode & S_ISGID) && (status.st_mode & S_IXGRP))
    return "it is setgid, and the loader ignores LD_PRELOAD in it";
  if (getxattr(path.c_str(), "security.capability", nullptr, 0) > 0)
    return "it has file capabilities, and the loader ignores LD_PRELOAD in it";
  return std::nullopt;
}

std::optional<std::string> why_not(const std::string& path, const Header& shim, int depth) {
  const File file(path);
  const std::string interpreter = interpreter_of(file);
  if (!interpreter.empty()) {
    constexpr int kDeepest = 5;  // Linux follows no more scripts than that either
    if (depth == kDeepest) return std::nullopt;
    const auto reason = why_not(interpreter, shim, depth + 1);
    if (!reason) return std::nullopt;
    return "its interpreter " + interpreter + " cannot: " + *reason;
  }
  const std::optional<Header> program = read_header(file);
  if (!program) return std::nullopt;
  if (program->elf_class != shim.elf_class || program->machine != shim.machine)
    return "it is built for another machine than the shim";
  bool is_dynamic = false;
  for (const Segment& segment : program->segments) is_dynamic |= segment.type == PT_INTERP;
  if (!is_dynamic) return "it is statically linked; link it with the shared C library and SQLite";
  return why_privileged(path);
}

std::string hex(const std::vector<unsigned char>& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// Walks the notes of one segment; "" when the build id is not among them.
std::string find_build_id(const File& file, const Segment& segment) {
  const std::uint64_t end = segment.offset + segment.size;
  for (std::uint64_t at = segment.offset; at + sizeof(Elf64_Nhdr) <= end;) {
    Elf64_Nhdr note;  // the same for both classes
    if (!file.read(&note, sizeof note, at)) return "";
    const std::uint64_t name = at + sizeof note;
    const std::uint64_t value = name + ((note.n_namesz + 3ULL) & ~3ULL);
    at = value + ((note.n_descsz + 3ULL) & ~3ULL);
    char owner[4];
    constexpr unsigned kLongest = 64;  // in bytes; ld writes 16 or 20
    const bool is_build_id = note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof owner &&
                             note.n_descsz <= kLongest && at <= end;
    if (!is_build_id) continue;
    std::vector<unsigned char> bytes(note.n_descsz);
    if (file.read(owner, sizeof owner, name) && std::memcmp(owner, "GNU", sizeof owner) == 0 &&
        file.read(bytes.data(), bytes.size(), value))
      return hex(bytes);
  }
  return "";
}

}  // namespace

std::optional<std::string> why_not_preloadable(const std::string& path, const std::string& shim) {
  const std::optional<Header> own = read_header(File(shim));
  if (!own) return "the shim " + shim + " is no ELF file";
  return why_not(path, *own, 0);
}

std::string build_id(const std::string& path) {
  const File file(path);
  const std::optional<Header> header = read_header(file);
  if (!header) return "";
  for (const Segment& segment : header->segments) {
    if (segment.type != PT_NOTE) continue;
    std::string id = find_build_id(file, segment);
    if (!id.empty()) return id;
  }
  return "";
}

}  // namespace lanyard::cli
