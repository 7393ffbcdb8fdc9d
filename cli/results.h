// Reads what Lanyard wrote: result files of the shim, and its own JSON reports.
//
// docs/results.md describes both. The readers are split by what they know:
// result_file.cpp knows the shim's JSON Lines, json_report.cpp our own report.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/findings.h"

namespace lanyard::cli {

/// Adds what `path` holds to `into`, of whichever kind it is. A file that is neither, or
/// cannot be read, adds a fatal problem instead; a last line that was cut, one that is not
/// fatal. Frames are not symbolized yet: see symbols.h.
void read_results(const std::string& path, Report& into);

/// Reads `text` as a result file of the shim. Returns what is wrong with it in one clause,
/// or nothing. `path` is for problems that are not fatal.
std::optional<std::string> read_result_file(const std::string& path, std::string_view text,
                                            Report& into);

/// Reads `text` as a JSON report of ours. Returns what is wrong with it, or nothing.
std::optional<std::string> read_json_report(std::string_view text, Report& into);

}  // namespace lanyard::cli
