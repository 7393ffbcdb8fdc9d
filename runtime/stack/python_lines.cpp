// From an instruction to its line; see python_lines.h.
#include "runtime/stack/python_lines.h"

namespace lanyard::stack {

namespace {

std::uint32_t signed_step(unsigned char byte) {
  return static_cast<std::uint32_t>(static_cast<signed char>(byte));
}

/// Pairs of bytes: so many bytes of code further on, the line is so much larger.
std::uint32_t by_lnotab(const unsigned char* table, std::size_t size, std::uint32_t line,
                        std::size_t offset) {
  std::size_t reached = 0;
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    reached += table[i];
    if (reached > offset) break;
    line += signed_step(table[i + 1]);
  }
  return line;
}

/// Pairs of bytes: the line is so much larger, for so many bytes of code.
std::uint32_t by_linetable(const unsigned char* table, std::size_t size, std::uint32_t line,
                           std::size_t offset) {
  constexpr unsigned char kNoLine = 0x80;
  std::size_t reached = 0;
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    reached += table[i];
    if (table[i + 1] != kNoLine) line += signed_step(table[i + 1]);
    if (reached > offset) return table[i + 1] == kNoLine ? 0 : line;
  }
  return 0;
}

/// A variable-length number of six bits a byte, the lowest first.
std::uint32_t read_number(const unsigned char*& at, const unsigned char* end) {
  std::uint32_t value = 0;
  for (unsigned shift = 0; at < end && shift < 32; shift += 6) {
    const unsigned byte = *at++;
    value |= (byte & 0x3f) << shift;
    if (!(byte & 0x40)) break;
  }
  return value;
}

/// Entries of a form, a number of code units, and columns that are passed over.
std::uint32_t by_locations(const unsigned char* table, std::size_t size, std::uint32_t line,
                           std::size_t offset) {
  const unsigned char* at = table;
  const unsigned char* end = table + size;
  std::size_t reached = 0;
  while (at < end) {
    const unsigned form = *at >> 3 & 15;
    reached += std::size_t{2} * ((*at & 7u) + 1);
    ++at;
    if (form == 13 || form == 14) {
      const std::uint32_t step = read_number(at, end);
      line += step & 1 ? 0 - (step >> 1) : step >> 1;
    } else if (form >= 10 && form <= 12) {
      line += form - 10;
    }
    if (reached > offset) return form == 15 ? 0 : line;
    while (at < end && !(*at & 0x80)) ++at;  // columns
  }
  return 0;
}

}  // namespace

std::uint32_t line_at(Layout::Lines lines, const unsigned char* table, std::size_t size,
                      std::uint32_t first_line, std::ptrdiff_t offset) {
  if (offset < 0) return first_line;
  const auto at = static_cast<std::size_t>(offset);
  switch (lines) {
    case Layout::Lines::lnotab: return by_lnotab(table, size, first_line, at);
    case Layout::Lines::linetable: return by_linetable(table, size, first_line, at);
    case Layout::Lines::locations: break;
  }
  return by_locations(table, size, first_line, at);
}

}  // namespace lanyard::stack
