#include "checker/summary/nolint.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace lanyard::summary {
namespace {

constexpr std::string_view kWord = "NOLINT";

// The list in parentheses that `text` begins with, without spaces; "*" where there is none.
std::string checks_of(std::string_view text) {
  if (text.empty() || text.front() != '(') return "*";
  const std::size_t end = text.find_first_of(")\n");
  if (end == std::string_view::npos || text[end] != ')') return "*";
  std::string checks(text.substr(1, end - 1));
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [](unsigned char c) { return std::isspace(c) != 0; }),
               checks.end());
  return checks;
}

}  // namespace

std::vector<NoLint> nolint_comments(std::string_view text, std::uint32_t file) {
  std::vector<NoLint> found;
  std::uint32_t line = 1;
  std::size_t counted_to = 0;
  for (std::size_t at = text.find(kWord); at != std::string_view::npos;
       at = text.find(kWord, at + 1)) {
    line +=
        static_cast<std::uint32_t>(std::count(text.begin() + counted_to, text.begin() + at, '\n'));
    counted_to = at;
    const std::size_t end =
        std::min(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", at), text.size());
    const std::string_view kind = text.substr(at + kWord.size(), end - at - kWord.size());
    if (kind.empty() || kind == "NEXTLINE" || kind == "BEGIN" || kind == "END")
      found.push_back({{file, line, 1}, std::string(kind), checks_of(text.substr(end))});
  }
  return found;
}

}  // namespace lanyard::summary
