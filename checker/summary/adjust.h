// The command line that Clang is really given for a command of the database.
#pragma once

#include <string>
#include <vector>

#include "checker/summary/unit.h"

namespace lanyard::summary {

/// The compiler and its arguments, as summarise() parses the file: response files put in, what
/// writes files taken out, and the folder of the compiler's own headers named.
std::vector<std::string> adjusted(const Command& command);

/// An absolute path without `.` and `..`. Where a link stands before a `..`, the real path.
std::string without_dots(const std::string& path);

}  // namespace lanyard::summary
