// CPython 3.11's location table, entry by entry (Objects/locations.md). The whole is held
// against the interpreter in tests/hosts/python_frames.py.
#include <gtest/gtest.h>

#include <vector>

#include "runtime/stack/python_3_11.h"

namespace lanyard::stack::python_3_11 {
namespace {

/// The first byte of an entry of `form` that covers `units` instructions.
unsigned char entry(unsigned form, unsigned units) {
  return static_cast<unsigned char>(0x80 | form << 3 | (units - 1));
}

std::uint32_t line(const std::vector<unsigned char>& table, std::size_t offset) {
  return line_at(table.data(), table.size(), 100, offset);
}

TEST(Lines, EachFormMovesTheLineAsItSays) {
  const std::vector<unsigned char> table = {
      entry(0, 2),  0x11,                   // short: same line
      entry(12, 1), 3,          9,          // one line, two further
      entry(13, 3), 0x06,                   // no columns, three further
      entry(14, 1), 0x03,       0,   1, 2,  // long, one back
      entry(15, 4),                         // none
      entry(13, 8), 0x40 | 0x0, 0x2,        // 128 in two bytes: 64 further
  };
  EXPECT_EQ(line(table, 0), 100u);
  EXPECT_EQ(line(table, 1), 100u);
  EXPECT_EQ(line(table, 2), 102u);
  EXPECT_EQ(line(table, 3), 105u);
  EXPECT_EQ(line(table, 5), 105u);
  EXPECT_EQ(line(table, 6), 104u);
  EXPECT_EQ(line(table, 7), 0u);
  EXPECT_EQ(line(table, 10), 0u);
  EXPECT_EQ(line(table, 11), 168u);
  EXPECT_EQ(line(table, 18), 168u);
}

TEST(Lines, AnOffsetBeyondTheTableHasNoLine) {
  EXPECT_EQ(line({entry(0, 1), 0x11}, 1), 0u);
  EXPECT_EQ(line({}, 0), 0u);
}

TEST(Lines, ATableThatIsCutShortIsNotReadBeyond) { EXPECT_EQ(line({entry(14, 1), 0x40}, 0), 100u); }

}  // namespace
}  // namespace lanyard::stack::python_3_11
