// Words as a shell reads and writes them, without a shell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard::cli {

/// `word` so that a POSIX shell reads it as one word with nothing in it expanded.
std::string shell_quoted(std::string_view word);

/// The words of a text, by a shell's rules for blanks, quotes and backslashes; nothing else
/// (`$`, `*`, `~`) means anything. On an open quote returns nothing and sets `error` to a clause.
std::optional<std::vector<std::string>> shell_words(std::string_view text, std::string& error);

}  // namespace lanyard::cli
