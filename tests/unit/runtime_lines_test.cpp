// CPython's line tables, entry by entry (Objects/lnotab_notes.txt, Objects/locations.md). The
// whole is held against the interpreters in tests/hosts/python_frames.py.
#include <gtest/gtest.h>

#include <vector>

#include "runtime/stack/python_lines.h"

namespace lanyard::stack {
namespace {

using Table = std::vector<unsigned char>;
using Lines = Layout::Lines;

std::uint32_t line(Lines lines, const Table& table, std::ptrdiff_t offset) {
  return line_at(lines, table.data(), table.size(), 100, offset);
}

/// The first byte of a location of `form` that covers `units` instructions of two bytes.
unsigned char entry(unsigned form, unsigned units) {
  return static_cast<unsigned char>(0x80 | form << 3 | (units - 1));
}

TEST(Locations, EachFormMovesTheLineAsItSays) {
  const Table table = {
      entry(0, 2),  0x11,                   // short: same line
      entry(12, 1), 3,          9,          // one line, two further
      entry(13, 3), 0x06,                   // no columns, three further
      entry(14, 1), 0x03,       0,   1, 2,  // long, one back
      entry(15, 4),                         // none
      entry(13, 8), 0x40 | 0x0, 0x2,        // 128 in two bytes: 64 further
  };
  EXPECT_EQ(line(Lines::locations, table, 0), 100u);
  EXPECT_EQ(line(Lines::locations, table, 2), 100u);
  EXPECT_EQ(line(Lines::locations, table, 4), 102u);
  EXPECT_EQ(line(Lines::locations, table, 6), 105u);
  EXPECT_EQ(line(Lines::locations, table, 10), 105u);
  EXPECT_EQ(line(Lines::locations, table, 12), 104u);
  EXPECT_EQ(line(Lines::locations, table, 14), 0u);
  EXPECT_EQ(line(Lines::locations, table, 20), 0u);
  EXPECT_EQ(line(Lines::locations, table, 22), 168u);
  EXPECT_EQ(line(Lines::locations, table, 36), 168u);
}

TEST(Locations, AnOffsetBeyondTheTableHasNoLine) {
  EXPECT_EQ(line(Lines::locations, {entry(0, 1), 0x11}, 2), 0u);
  EXPECT_EQ(line(Lines::locations, {}, 0), 0u);
}

TEST(Locations, ATableThatIsCutShortIsNotReadBeyond) {
  EXPECT_EQ(line(Lines::locations, {entry(14, 1), 0x40}, 0), 100u);
}

TEST(Lnotab, TheLineChangesAtTheEndOfAnEntrysBytes) {
  const Table table = {6, 1, 50, 0xfe};  // at 6 one further, at 56 two back
  EXPECT_EQ(line(Lines::lnotab, table, 0), 100u);
  EXPECT_EQ(line(Lines::lnotab, table, 5), 100u);
  EXPECT_EQ(line(Lines::lnotab, table, 6), 101u);
  EXPECT_EQ(line(Lines::lnotab, table, 55), 101u);
  EXPECT_EQ(line(Lines::lnotab, table, 56), 99u);
  EXPECT_EQ(line(Lines::lnotab, {}, 8), 100u);
}

TEST(Linetable, TheLineHoldsForAnEntrysBytes) {
  const Table table = {6, 1, 2, 0x80, 4, 127, 0, 127, 2, 0xff};  // 0x80: no line
  EXPECT_EQ(line(Lines::linetable, table, 0), 101u);
  EXPECT_EQ(line(Lines::linetable, table, 6), 0u);
  EXPECT_EQ(line(Lines::linetable, table, 8), 228u);
  EXPECT_EQ(line(Lines::linetable, table, 12), 354u);
  EXPECT_EQ(line(Lines::linetable, table, 14), 0u);
}

TEST(Lines, AFunctionThatHasNotStartedIsAtItsFirst) {
  for (const Lines lines : {Lines::lnotab, Lines::linetable, Lines::locations})
    EXPECT_EQ(line(lines, {2, 7}, -2), 100u);
}

}  // namespace
}  // namespace lanyard::stack
