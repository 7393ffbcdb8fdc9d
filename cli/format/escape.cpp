#include "cli/format/escape.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace lanyard::cli {
namespace {

struct CodePoint {
  std::uint32_t value;
  unsigned size;  // in bytes; 0 for bytes that are no UTF-8
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const unsigned size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {lead, 0};
  std::uint32_t value = lead & (0x7f >> size);
  for (unsigned i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {lead, 0};
    value = value << 6 | (byte(i) & 0x3f);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < kSmallest[size] || value > 0x10ffff || is_surrogate) return {lead, 0};
  return {value, size};
}

bool is_control(std::uint32_t value) { return value < 0x20 || (value >= 0x7f && value < 0xa0); }

// Marks that turn the direction of text, or end lines outside ASCII: they can make a line
// read as something else than it is.
bool misleads(std::uint32_t value) {
  return (value >= 0x2028 && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069) ||
         value == 0x200e || value == 0x200f || value == 0x061c || value == 0xfeff;
}

std::string formatted(const char* format, std::uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, format, static_cast<unsigned>(value));
  return text;
}

}  // namespace

std::string escape(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const CodePoint point = decode(text);
    const unsigned size = std::max(point.size, 1U);
    if (point.size == 0 || is_control(point.value)) {
      const bool has_letter = point.value == '\n' || point.value == '\t';
      safe +=
          has_letter ? (point.value == '\n' ? "\\n" : "\\t") : formatted("\\x%02x", point.value);
    } else if (misleads(point.value)) {
      safe += formatted("\\u{%04x}", point.value);
    } else {
      safe += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return safe;
}

std::string without_commands(const std::string& lines) {
  std::string safe;
  safe.reserve(lines.size());
  bool is_at_start = true;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (is_at_start && lines.compare(i, 2, "::") == 0)
      safe += "\\x3a";
    else if (lines.compare(i, 3, "##[") == 0)
      safe += "\\x23";
    else
      safe += lines[i];
    is_at_start = lines[i] == '\n' || (is_at_start && lines[i] == ' ');
  }
  return safe;
}

unsigned width(std::string_view text) {
  // The bytes that start a code point, as all but 10xxxxxx do.
  return static_cast<unsigned>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace lanyard::cli
