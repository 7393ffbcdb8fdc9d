// The command line before CLI11 sees it.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lanyard::cli {

/// Cuts the command of `lanyard run` off `words` (what stands after "run") and returns it:
/// what follows "--", or the first word that is neither an option of `verb` nor the value
/// of one. CLI11 must not see it: it would take the command's own options for ours and
/// read an argument in brackets as a list.
std::vector<std::string> cut_command(const CLI::App& verb, std::vector<std::string>& words);

/// Cuts the compiler's flags of `lanyard facts` off `words`, with the `--` before them, and
/// returns them. Nothing if there is no `--`.
std::optional<std::vector<std::string>> cut_flags(std::vector<std::string>& words);

}  // namespace lanyard::cli
