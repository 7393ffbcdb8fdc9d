// Program text made safe to print.
//
// Thread names, SQL, paths and symbols come from the program that is watched. What they
// hold must neither steer the reader's terminal nor break a line in two.
#pragma once

#include <string>
#include <string_view>

namespace lanyard::cli {

/// `text` with control characters, invalid UTF-8 and the characters that reorder text
/// written as \n, \t, \xNN or \u{NNNN}. Other text is unchanged.
std::string escape(std::string_view text);

/// Lines of which none is a workflow command to GitHub's runner, should they stand in a job's log:
/// it takes one that begins with `::`, blanks before it or not, and `##[` anywhere, for a command.
std::string without_commands(const std::string& lines);

/// How many columns of a terminal `text` takes, every code point counted as one.
unsigned width(std::string_view text);

}  // namespace lanyard::cli
