// Running Ninja on a graph.
#pragma once

#include <string>

namespace lanyard::cli {

enum class Built { done, failed, interrupted };

/// Brings the graph in `folder` up to date, with at most `jobs` actions at once. On a terminal
/// Ninja shows its progress on stderr; otherwise what it says goes to `folder`/ninja.log. On
/// failure sets `error` to one line that says what to do.
Built run_ninja(const std::string& folder, unsigned jobs, std::string& error);

}  // namespace lanyard::cli
