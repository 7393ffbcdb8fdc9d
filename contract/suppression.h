// What a line of a suppressions file means: `RULE:GLOB`.
//
// The shim reads such a file in the process that it watches, the command reads it again
// once it knows the names of static and inlined functions, and for the checker's findings.
// Both ask here, so that a line
// means the same to both; which names a violation has is their own knowledge.
#pragma once

#include <string_view>

#include "contract/rules.h"

namespace lanyard::contract {

/// Whether all of `text` is what `glob` says: `*` stands for any characters, none
/// included, `?` for one, UTF-8 understood. A slash is a character like any other.
constexpr bool matches_glob(std::string_view glob, std::string_view text) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t at = 0, star = kNone, resume = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < glob.size() && glob[at] == '*') {
      star = at++;
      resume = i;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[i])) {
      ++i;
      while (glob[at] == '?' && i < text.size() && (text[i] & 0xc0) == 0x80) ++i;
      ++at;
    } else if (star != kNone) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (at < glob.size() && glob[at] == '*') ++at;
  return at == glob.size();
}

/// One suppression: the findings of a rule (`*`: of any) that have a name which the glob
/// matches. Of a violation the names are the API function, the database's file, the Python
/// finalizer that ran, and of every frame of every stack (of the use, the home thread, the second
/// party, the handle's creation, the fork) the module, the function and, of Python's, the source
/// file. Of a static finding they are the handle, and of each step the function and the source
/// file. The texts belong to whoever holds the file's text.
struct SuppressionPattern {
  std::string_view rule;
  std::string_view glob;

  constexpr bool is_for(std::string_view id) const { return rule == "*" || rule == id; }
  constexpr bool is_for(Half half) const {
    const Rule* row = find_rule(rule);
    return row ? row->half == half : rule == "*";
  }
  constexpr bool names(std::string_view name) const {
    return !name.empty() && matches_glob(glob, name);
  }
  /// A path is named by the whole of it, or by what follows its last slash.
  constexpr bool names_path(std::string_view path) const {
    std::string_view base = path;
    base.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
    return names(path) || names(base);
  }
};

/// What one line holds: a pattern; or nothing, when `pattern.rule` is empty; or a mistake,
/// which `complaint` tells in a clause that follows the line in quotes.
struct SuppressionLine {
  SuppressionPattern pattern;
  std::string_view text;  // without the comment and the blanks around it
  std::string_view complaint;
};

/// Reads a line without its line's end. A `#` at its start, or after a blank, begins a
/// comment.
constexpr SuppressionLine read_suppression(std::string_view line) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '#' || (i > 0 && !is_blank(line[i - 1]))) continue;
    line.remove_suffix(line.size() - i);
  }
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  SuppressionLine read{{}, line, {}};
  if (line.empty()) return read;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    read.complaint = "has no colon; write RULE:GLOB";
    return read;
  }
  read.pattern = {line, line};
  read.pattern.rule.remove_suffix(line.size() - colon);
  read.pattern.glob.remove_prefix(colon + 1);
  if (read.pattern.glob.empty())
    read.complaint = "names nothing after its colon; write RULE:GLOB";
  else if (read.pattern.rule != "*" && !find_rule(read.pattern.rule))
    read.complaint = "is for no rule; `lanyard explain` lists them, * is any";
  return read;
}

}  // namespace lanyard::contract
