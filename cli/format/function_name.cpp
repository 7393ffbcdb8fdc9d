#include "cli/format/function_name.h"

namespace lanyard::cli {
namespace {

constexpr std::string_view kAnonymous = "(anonymous namespace)";
constexpr std::string_view kOperator = "operator";

bool starts(std::string_view text, std::string_view word) {
  return text.substr(0, word.size()) == word;
}

// How long the bracketed group is that `text` starts with; all of it if it never closes.
std::size_t group(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '<' || text[i] == '[') ++depth;
    const bool is_arrow = text[i] == '>' && i > 0 && text[i - 1] == '-';
    if (text[i] == ')' || text[i] == ']' || (text[i] == '>' && !is_arrow)) --depth;
    if (depth == 0) return i + 1;
  }
  return text.size();
}

// How long the operator's name is that `text` starts with: "operator()", "operator<<".
std::size_t operator_name(std::string_view text) {
  const std::string_view rest = text.substr(kOperator.size());
  if (starts(rest, "()")) return kOperator.size() + 2;
  std::size_t length = 0;
  while (length < rest.size() &&
         std::string_view("<>=!+-*/%^&|~,[]").find(rest[length]) != std::string_view::npos)
    ++length;
  return kOperator.size() + length;
}

bool is_word(char letter) {
  return letter == '_' || letter == '$' || (letter >= '0' && letter <= '9') ||
         (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

}  // namespace

std::string short_function(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size();) {
    const std::string_view rest = name.substr(i);
    const bool at_word = text.empty() || !is_word(text.back());
    if (starts(rest, kAnonymous)) {
      text += kAnonymous;
      i += kAnonymous.size();
    } else if (at_word && starts(rest, kOperator) &&
               (rest.size() == kOperator.size() || !is_word(rest[kOperator.size()]))) {
      const std::size_t length = operator_name(rest);
      text += rest.substr(0, length);
      i += length;
    } else if (!text.empty() && (rest[0] == '(' || rest[0] == '<' || rest[0] == '[')) {
      i += group(rest);
    } else if (rest[0] == ' ') {
      // What stands before a blank is a return type; what stands after the parameters is not
      // part of the name either.
      if (i > 0 && name[i - 1] == ')') break;
      if (text.size() < kAnonymous.size() || text.back() != ')') text.clear();
      ++i;
    } else {
      if (rest[0] != '\'') text += rest[0];
      ++i;
    }
  }
  return text.empty() ? std::string(name) : text;
}

}  // namespace lanyard::cli
