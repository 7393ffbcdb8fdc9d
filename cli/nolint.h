// NOLINT comments, with clang-tidy's meaning, for findings that clang-tidy does not print.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checker/summary/summary.h"
#include "cli/checks.h"

namespace lanyard::cli {

/// What the NOLINT comments of one file silence.
///
/// NOLINT speaks for its own line, NOLINTNEXTLINE for the next, NOLINTBEGIN for all up to
/// the NOLINTEND with the same list. A list of globs in parentheses right behind the word
/// says which checks; without one, all. As in clang-tidy, a glob with a leading `-` does not
/// count, and a block that is not closed, or is closed by another list, silences nothing.
class NoLint {
 public:
  /// Adds the next comment, in the order of the file.
  void add(const summary::NoLint& comment);

  /// Whether `check` is silenced at a line, counted from 1.
  bool silences(unsigned line, std::string_view check) const;

 private:
  struct Block {
    unsigned first, last;
    GlobList checks;
  };
  struct Open {
    unsigned line;
    std::string checks;
  };
  std::vector<Block> blocks_;
  std::vector<Open> open_;
};

/// The same for all files of a program, by the names that its modules have for them.
class NoLintFiles {
 public:
  explicit NoLintFiles(const std::vector<summary::Module>& modules);

  bool silences(const std::string& file, unsigned line, std::string_view check) const;

 private:
  std::map<std::string, NoLint> files_;
};

}  // namespace lanyard::cli
