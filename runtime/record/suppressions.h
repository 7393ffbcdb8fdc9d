// The user's suppressions: which violations are to be counted and not told.
//
// contract/suppression.h says what a line of the file means. The command applies the same
// file again after the run, with the names of functions that only debug information has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/suppression.h"
#include "runtime/base/text.h"

namespace lanyard::record {

struct Violation;

/// One line of the file. Lives as long as the process.
struct Suppression {
  contract::SuppressionPattern pattern;
  std::string_view text;  // RULE:GLOB
  unsigned line;          // 1 for the first
  std::uint64_t hits;     // in this process; the report lock guards it
};

/// All of them, in the file's order.
struct Suppressions {
  const char* path = "";
  Suppression* first = nullptr;
  std::size_t count = 0;
  Suppression* begin() const { return first; }
  Suppression* end() const { return first + count; }
};
const Suppressions& suppressions();

/// Reads a file of suppressions, once a process and before any other thread asks here; ""
/// stands for none. `path` must outlive the process. On a mistake, or when the file cannot
/// be read, returns false and puts one sentence into `error`.
bool read_suppressions(const char* path, Text& error);

/// The first suppression that a violation matches, or nullptr. Takes no lock.
Suppression* matching(const Violation& violation);

/// In a forked child: its hits are its own.
void forget_hits();

}  // namespace lanyard::record
