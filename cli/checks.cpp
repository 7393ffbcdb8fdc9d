#include "cli/checks.h"

namespace lanyard::cli {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// Greedy with one step back: on a mismatch, the last `*` swallows one more character.
bool matches(std::string_view pattern, std::string_view name) {
  std::size_t at = 0, star = std::string_view::npos, resume = 0;
  for (std::size_t i = 0; i < name.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < pattern.size() && pattern[at] == name[i]) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace

GlobList::GlobList(std::string_view text, Negative negative) {
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = text.find(',');
    is_last = comma == std::string_view::npos;
    std::string_view glob = trim(text.substr(0, comma));
    if (!is_last) text.remove_prefix(comma + 1);
    if (glob.empty()) continue;
    const bool is_negative = glob.front() == '-';
    if (is_negative && negative == Negative::is_ignored) continue;
    if (is_negative) glob.remove_prefix(1);
    globs_.push_back({std::string(trim(glob)), is_negative});
  }
}

bool GlobList::contains(std::string_view name, bool by_default) const {
  bool is_in = by_default;
  for (const Glob& glob : globs_)
    if (matches(glob.pattern, name)) is_in = !glob.is_negative;
  return is_in;
}

}  // namespace lanyard::cli
