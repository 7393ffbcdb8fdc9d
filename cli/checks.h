// Lists of checks, written as clang-tidy writes them: "-*,sqlite-handle-*".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lanyard::cli {

/// Names matched by comma-separated globs; `*` stands for any text, a leading `-` takes
/// away, and the last glob that matches decides. Spaces around a glob do not count.
class GlobList {
 public:
  /// What a leading `-` means: to take away, or, as in a NOLINT list, that the glob does
  /// not count at all.
  enum class Negative { takes_away, is_ignored };

  explicit GlobList(std::string_view text, Negative negative = Negative::takes_away);

  /// `by_default` is the answer for a name that no glob matches.
  bool contains(std::string_view name, bool by_default = false) const;

  /// Whether the list begins by taking away, so that it must be meant to start from all.
  bool starts_negative() const { return !globs_.empty() && globs_.front().is_negative; }

 private:
  struct Glob {
    std::string pattern;
    bool is_negative;
  };
  std::vector<Glob> globs_;
};

}  // namespace lanyard::cli
