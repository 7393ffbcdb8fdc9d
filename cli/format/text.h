// The two halves of the text format; see text.cpp.
#pragma once

#include <string>

#include "cli/findings.h"
#include "cli/format/format.h"

namespace lanyard::cli {

/// A static finding as a clang-style diagnostic with its notes.
std::string render_checker_finding(const Finding& finding, const FormatOptions& options);

/// A violation with the stacks of both threads.
std::string render_runtime_finding(const Finding& finding, const FormatOptions& options);

}  // namespace lanyard::cli
