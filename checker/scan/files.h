// The scanned files of a project, kept from one run to the next.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/scan/text.h"

namespace lanyard::scan {

using FileId = std::uint32_t;
inline constexpr FileId kNoFile = ~FileId{0};

/// Where a compiler looks for what a file includes, in order. `toolchain` counts the last
/// folders of `angled`, which are the compiler's and the system's own.
struct SearchPath {
  std::vector<std::string> quoted;    // -iquote; the folder of the includer comes before
  std::vector<std::string> angled;    // for both forms
  std::size_t toolchain = 0;          //
  std::vector<std::string> included;  // of -include and -imacros: paths, or names to look for
  bool is_opaque = false;             // more is included than can be told: a PCH, modules
};

/// What is stored of files, with the name and the checksum that load() asks for.
std::string sealed(std::string_view text);

/// All files that any unit includes, each read once. Not thread-safe.
class Files {
 public:
  /// Takes over what an earlier run has stored; anything else than that is left alone.
  void load(std::string_view stored);
  /// What to store. Equal for equal contents.
  std::string store() const;
  /// Whether a file was scanned that the stored text did not know.
  bool has_changed() const { return has_changed_; }

  /// The file at an absolute path, or kNoFile where none can be read. Asks the file system once a
  /// run. One file by whatever way it is reached: headers that include each other by `../` would
  /// have new paths without end.
  FileId find(const std::string& path);

  const Text& text(FileId file) const { return known_[file].text; }
  const std::string& path(FileId file) const { return known_[file].path; }
  std::size_t size() const { return known_.size(); }

 private:
  struct Stamp {
    std::uint64_t size = 0, time = 0, inode = 0;
    bool operator==(const Stamp& other) const {
      return size == other.size && time == other.time && inode == other.inode;
    }
  };
  struct Known {
    std::string path;
    Stamp stamp;
    Text text;
  };
  /// The path with the folder's real name; as it is if there is no such folder.
  std::string real(const std::string& path);
  FileId read(const std::string& path);

  std::vector<Known> known_;  // of this run
  std::unordered_map<std::string, FileId> by_path_;
  std::unordered_map<std::string, std::string> folders_;  // the real names
  std::unordered_map<std::string, Known> stored_;
  bool has_changed_ = false;
};

}  // namespace lanyard::scan
