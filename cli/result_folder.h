// The folder that the shim's result files go to while a command runs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lanyard::cli {

/// A private folder; removed with its files in the end unless the user named it.
class ResultFolder {
 public:
  /// Makes a new folder under TMPDIR, or uses `keep`, which must be empty or new. On
  /// failure returns nullptr and sets `error` to one line.
  static std::unique_ptr<ResultFolder> make(const std::string& keep, std::string& error);
  ~ResultFolder();
  ResultFolder(const ResultFolder&) = delete;
  ResultFolder& operator=(const ResultFolder&) = delete;

  /// What the shim's log_path is to be: it adds ".PID.jsonl".
  std::string prefix() const { return path_ + "/lanyard"; }

  /// Leaves the folder in place: somebody still writes there.
  void keep() { is_kept_ = true; }

  const std::string& path() const { return path_; }

  /// Whether a process with this effective user may make a file here, as far as the owner and
  /// the mode tell; true for -1, a user who is not known.
  bool is_writable_by(std::int64_t user) const;

  /// The result files that are there now, sorted by process.
  std::vector<std::string> files() const;

 private:
  ResultFolder(std::string path, bool is_kept) : path_(std::move(path)), is_kept_(is_kept) {}
  std::string path_;
  bool is_kept_;
};

}  // namespace lanyard::cli
