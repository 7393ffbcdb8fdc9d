// Where Clang looks for what a file includes: asked of Clang, for the scan that knows none of it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "checker/scan/files.h"
#include "checker/summary/unit.h"

namespace lanyard::summary {

/// Answers for many commands; those that differ in nothing that matters share an answer. Not
/// thread-safe.
class SearchPaths {
 public:
  /// Never null. Where Clang does not understand the command, the path is opaque.
  std::shared_ptr<const scan::SearchPath> of(const Command& command);

 private:
  std::map<std::vector<std::string>, std::shared_ptr<const scan::SearchPath>> known_;
};

}  // namespace lanyard::summary
