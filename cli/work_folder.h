// BUILD/.lanyard: where `lanyard lint` keeps what it has learned, from one run to the next.
#pragma once

#include <optional>
#include <string>

namespace lanyard::cli {

/// The folder, held by this process alone. Not to be used by two threads.
class WorkFolder {
 public:
  /// Makes BUILD/.lanyard and waits until no other process holds it; while it waits, one line
  /// on stderr says so. Where BUILD cannot be written, makes a temporary folder, says so in one
  /// line, and removes it at the end. Returns nothing, with a clause in `error`, when neither
  /// can be had.
  static std::optional<WorkFolder> open(const std::string& verb, const std::string& build,
                                        std::string& error);

  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

  /// Absolute.
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  /// Replaces a file in it if its text differs, so that nothing is done again without a need.
  bool update(const std::string& name, const std::string& text, std::string& error) const;

 private:
  WorkFolder(std::string path, int lock, bool temporary)
      : path_(std::move(path)), lock_(lock), temporary_(temporary) {}

  std::string path_;
  int lock_;
  bool temporary_;
};

}  // namespace lanyard::cli
