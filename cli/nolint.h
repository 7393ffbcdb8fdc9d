// NOLINT comments, with clang-tidy's meaning, for findings that clang-tidy does not print.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/checks.h"

namespace lanyard::cli {

/// The NOLINT comments of one source text.
///
/// NOLINT speaks for its own line, NOLINTNEXTLINE for the next, NOLINTBEGIN for all up to
/// the NOLINTEND with the same list. A list of globs in parentheses right behind the word
/// says which checks; without one, all. As in clang-tidy, a glob with a leading `-` does not
/// count, the word counts wherever it stands, and a block that is not closed, or is closed
/// by another list, silences nothing.
class NoLint {
 public:
  explicit NoLint(std::string_view source);

  /// Whether `check` is silenced at a line, counted from 1.
  bool silences(unsigned line, std::string_view check) const;

 private:
  struct Block {
    unsigned first, last;
    GlobList checks;
  };
  std::vector<Block> blocks_;
};

/// The same for files, each read once. A file that cannot be read silences nothing.
class NoLintFiles {
 public:
  bool silences(const std::string& file, unsigned line, std::string_view check);

 private:
  std::map<std::string, NoLint> files_;
};

}  // namespace lanyard::cli
