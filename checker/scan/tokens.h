// The tokens of a file, as far as text.cpp asks for them.
#pragma once

#include <string_view>
#include <vector>

#include "checker/scan/text.h"

namespace lanyard::scan {

struct Token {
  /// 'a' a name, '0' a literal, 'L' the end of a directive, '#' a directive's beginning; else
  /// the character itself, with ':' for one colon, 'c' for two and '>' also for `->`.
  char kind = 0;
  std::string_view text;
  Word name = 0;
};

/// Tokens of a text without comments; directives stand between '#' and 'L'.
std::vector<Token> tokens(std::string_view text);

}  // namespace lanyard::scan
