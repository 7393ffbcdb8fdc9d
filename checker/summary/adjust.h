// The command line that Clang is really given for a command of the database.
#pragma once

#include <string>
#include <vector>

#include "checker/summary/unit.h"

namespace lanyard::summary {

/// The compiler and its arguments: response files put in, what launches the compiler and what
/// writes files taken out, and the folder of the compiler's own headers named.
std::vector<std::string> adjusted(const Command& command);

/// Such a line without the options that Clang's driver refuses: GCC has many that Clang does not
/// know, and values that it does not take. They say how code is made and what is warned of (-f…,
/// -m…, -W…, -g…), which changes nothing in what is found; all else that is wrong stays.
std::vector<std::string> accepted(std::vector<std::string> line, const std::string& directory);

/// An absolute path without `.` and `..`. Where a link stands before a `..`, the real path.
std::string without_dots(const std::string& path);

}  // namespace lanyard::summary
