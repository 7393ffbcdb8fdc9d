// Whether a file has a SQLite inside; see sqlite_in_file.h.
//
// The file is read, not mapped: one that is cut short meanwhile would end the program by a
// signal. Nothing in it is trusted.
#include "runtime/hook/sqlite_in_file.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lanyard::hook {

namespace {

constexpr std::string_view kFunction = "sqlite3_step";
// What SQLite logs when it is called with a bad handle (sqlite3SafetyCheckOk), in all versions.
constexpr std::string_view kText = "API call with %s database connection pointer";
constexpr std::uint64_t kMostRead = std::uint64_t{64} << 20;  // bytes of one file
constexpr std::size_t kMostNames = 8;  // places in the string table that read like the function
constexpr std::size_t kMostHeaders = 256;

/// An ELF file, piece by piece.
class File {
 public:
  File(const char* path, char* buffer, std::size_t size)
      : file_(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)),
        buffer_(buffer),
        capacity_(size) {
    struct stat now;
    if (file_ >= 0 && !fstat(file_, &now) && S_ISREG(now.st_mode))
      size_ = static_cast<std::uint64_t>(now.st_size);
  }
  ~File() {
    if (file_ >= 0) close(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// Reads all of `size` bytes at `offset`.
  bool read(std::uint64_t offset, void* to, std::size_t size) const {
    if (offset > size_ || size > size_ - offset) return false;
    ssize_t done;
    do done = pread(file_, to, size, static_cast<off_t>(offset));
    while (done < 0 && errno == EINTR);
    return done == static_cast<ssize_t>(size);
  }

  /// Calls `each(place, rest)` for every occurrence of `wanted` in a part of the file: where it
  /// is, counted from `offset`, and what follows it, one character at least. Until `each`
  /// returns true or enough was read.
  template <typename Each>
  bool find(std::uint64_t offset, std::uint64_t size, std::string_view wanted, Each each) {
    std::uint64_t at = 0;
    while (at < size && size - at > wanted.size() && spent_ < kMostRead) {
      const auto piece = static_cast<std::size_t>(size - at < capacity_ ? size - at : capacity_);
      if (!read(offset + at, buffer_, piece)) return false;
      spent_ += piece;
      const char* from = buffer_;
      const char* const end = buffer_ + piece;
      while (const void* hit =
                 memmem(from, static_cast<std::size_t>(end - from), wanted.data(), wanted.size())) {
        const char* place = static_cast<const char*>(hit);
        if (place + wanted.size() == end) break;  // the next piece has it whole
        if (each(at + static_cast<std::uint64_t>(place - buffer_), place[wanted.size()]))
          return true;
        from = place + 1;
      }
      if (piece == size - at) return false;
      at += piece - wanted.size();
    }
    return false;
  }

 private:
  int file_;
  std::uint64_t size_ = 0;
  std::uint64_t spent_ = 0;
  char* buffer_;
  std::size_t capacity_;
};

/// Whether a symbol of the table has one of the names and is defined.
bool defines_one(const File& file, const Elf64_Shdr& table, const std::uint64_t* names,
                 std::size_t count) {
  Elf64_Sym symbols[64];
  const std::uint64_t total = table.sh_size / sizeof(Elf64_Sym);
  for (std::uint64_t i = 0; i < total; i += 64) {
    const std::size_t piece = total - i < 64 ? static_cast<std::size_t>(total - i) : 64;
    if (!file.read(table.sh_offset + i * sizeof(Elf64_Sym), symbols, piece * sizeof(Elf64_Sym)))
      return false;
    for (std::size_t j = 0; j < piece; ++j)
      for (std::size_t k = 0; k < count; ++k)
        if (symbols[j].st_name == names[k] && symbols[j].st_shndx != SHN_UNDEF) return true;
  }
  return false;
}

bool table_has_sqlite(File& file, const Elf64_Shdr& table, const Elf64_Shdr& strings) {
  std::uint64_t names[kMostNames];
  std::size_t count = 0;
  file.find(strings.sh_offset, strings.sh_size, kFunction, [&](std::uint64_t place, char next) {
    // The compiler's variants of a function have a name that goes on with a dot.
    if (next == '\0' || next == '.') names[count++] = place;
    return count == kMostNames;
  });
  return count && defines_one(file, table, names, count);
}

bool has_text(File& file, std::uint64_t offset, std::uint64_t size) {
  return file.find(offset, size, kText, [](std::uint64_t, char) { return true; });
}

/// Whether a section holds constants: text is among them. Few have the same flags, and each name
/// is a system call.
bool is_constants(const File& file, const Elf64_Shdr& section, const Elf64_Shdr& names) {
  constexpr std::string_view kName = ".rodata";
  constexpr std::uint64_t kFlags = SHF_ALLOC | SHF_WRITE | SHF_EXECINSTR;
  char name[kName.size()];
  return section.sh_type == SHT_PROGBITS && (section.sh_flags & kFlags) == SHF_ALLOC &&
         section.sh_name < names.sh_size &&
         file.read(names.sh_offset + section.sh_name, name, sizeof(name)) &&
         std::string_view(name, sizeof(name)) == kName;
}

bool sections_have_sqlite(File& file, const Elf64_Shdr* sections, std::size_t count,
                          std::size_t names) {
  for (std::size_t i = 0; i < count; ++i)
    if (sections[i].sh_type == SHT_SYMTAB && sections[i].sh_link < count &&
        table_has_sqlite(file, sections[i], sections[sections[i].sh_link]))
      return true;
  for (std::size_t i = 0; i < count && names < count; ++i)
    if (is_constants(file, sections[i], sections[names]) &&
        has_text(file, sections[i].sh_offset, sections[i].sh_size))
      return true;
  return false;
}

/// For a file without sections.
bool segments_have_sqlite(File& file, const Elf64_Phdr* segments, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (segments[i].p_type == PT_LOAD && !(segments[i].p_flags & PF_W) &&
        has_text(file, segments[i].p_offset, segments[i].p_filesz))
      return true;
  return false;
}

}  // namespace

bool file_has_sqlite(const char* path, char* buffer, std::size_t size) {
  union {
    Elf64_Shdr sections[kMostHeaders];
    Elf64_Phdr segments[kMostHeaders];
  } headers;
  if (size <= sizeof(headers)) return false;
  auto* table = reinterpret_cast<decltype(headers)*>(buffer);
  File file(path, buffer + sizeof(headers), size - sizeof(headers));
  Elf64_Ehdr start;
  if (!file.read(0, &start, sizeof(start)) || std::memcmp(start.e_ident, ELFMAG, SELFMAG) != 0 ||
      start.e_ident[EI_CLASS] != ELFCLASS64)
    return false;
  if (start.e_shnum && start.e_shnum <= kMostHeaders && start.e_shentsize == sizeof(Elf64_Shdr) &&
      file.read(start.e_shoff, table->sections, start.e_shnum * sizeof(Elf64_Shdr)))
    return sections_have_sqlite(file, table->sections, start.e_shnum, start.e_shstrndx);
  return start.e_phnum <= kMostHeaders && start.e_phentsize == sizeof(Elf64_Phdr) &&
         file.read(start.e_phoff, table->segments, start.e_phnum * sizeof(Elf64_Phdr)) &&
         segments_have_sqlite(file, table->segments, start.e_phnum);
}

}  // namespace lanyard::hook
