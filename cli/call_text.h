// Whether a program's text has the call at a place that a run called SQLite from.
//
// A function that ends with a call may jump there, and is gone from the stack: the call then
// seems to come from its caller. The text of that line tells, which does not name the function.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lanyard::cli {

/// Reads files, each once. Not thread-safe.
class CallText {
 public:
  /// Whether line `line` of the first of `files` that can be read names the function. False where
  /// none can be.
  bool is_on_line(const std::string& function, const std::vector<std::string>& files,
                  unsigned line);

  /// Whether a module names the function, as one that calls it does. False for a module that
  /// cannot be read, or is too large to.
  bool is_in_module(const std::string& function, const std::string& module);

 private:
  const std::optional<std::string>& read(const std::string& file);
  std::map<std::string, std::optional<std::string>> texts_;  // by the file
};

}  // namespace lanyard::cli
