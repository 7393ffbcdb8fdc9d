// NOLINT comments, found in a source text. What they silence is the command's matter; the text
// is at hand here, and where fact files are linked it may be on another machine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "checker/summary/summary.h"

namespace lanyard::summary {

/// The NOLINT comments of the file with this index, in order. As in clang-tidy, the word
/// counts wherever it stands.
std::vector<NoLint> nolint_comments(std::string_view text, std::uint32_t file);

}  // namespace lanyard::summary
