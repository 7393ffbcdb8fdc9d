#include "cli/nolint.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace lanyard::cli {
namespace {

constexpr std::string_view kWord = "NOLINT";

struct Open {
  unsigned line;
  std::string checks;
};

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

NoLint::NoLint(std::string_view source) {
  std::vector<Open> open;
  unsigned line = 1;
  std::size_t counted_to = 0;
  for (std::size_t at = source.find(kWord); at != std::string_view::npos;
       at = source.find(kWord, at + 1)) {
    line +=
        static_cast<unsigned>(std::count(source.begin() + counted_to, source.begin() + at, '\n'));
    counted_to = at;
    const std::size_t end =
        std::min(source.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", at), source.size());
    const std::string_view kind = source.substr(at + kWord.size(), end - at - kWord.size());
    const std::string checks = checks_of(source.substr(end));
    const GlobList globs(checks, GlobList::Negative::is_ignored);
    if (kind.empty()) {
      blocks_.push_back({line, line, globs});
    } else if (kind == "NEXTLINE") {
      blocks_.push_back({line + 1, line + 1, globs});
    } else if (kind == "BEGIN") {
      open.push_back({line, checks});
    } else if (kind == "END" && !open.empty() && open.back().checks == checks) {
      blocks_.push_back({open.back().line, line, globs});
      open.pop_back();
    }
  }
}

bool NoLint::silences(unsigned line, std::string_view check) const {
  return std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
    return block.first <= line && line <= block.last && block.checks.contains(check);
  });
}

bool NoLintFiles::silences(const std::string& file, unsigned line, std::string_view check) {
  auto at = files_.find(file);
  if (at == files_.end()) {
    std::ostringstream text;
    std::ifstream stream(file, std::ios::binary);
    if (stream) text << stream.rdbuf();
    at = files_.emplace(file, NoLint(text.str())).first;
  }
  return at->second.silences(line, check);
}

}  // namespace lanyard::cli
