// The source lines that a report speaks of, read from the files as they are now.
//
// A report in one file has to carry the lines it wants to show: whoever opens it may have no
// sources. What the report names may be gone, changed, huge or no source at all, so nothing
// here is an error: a file that cannot give lines gives none.
#pragma once

#include <map>
#include <string>

#include "cli/findings.h"

namespace lanyard::cli {

/// Lines by their number, counted from 1: without line ends, and cut where they are long.
using Lines = std::map<unsigned, std::string>;

/// What bounds the lines that are read.
struct ExcerptLimits {
  unsigned around = 3;                     // lines above and below each place
  std::size_t frames = 12;                 // places of one stack, innermost first
  std::size_t line_bytes = 240;            // of one line
  std::size_t all_bytes = 4U << 20;        // of all lines
  std::size_t largest_file = 8U << 20;     // a file above that is not read
  std::size_t cached_bytes = 256U << 20U;  // of files, kept while they are read
};

/// The lines around every place of a report's findings, by the file's name in the report:
/// those of the first findings where all do not fit. Reads regular files alone.
std::map<std::string, Lines> read_excerpts(const Report& report, const ExcerptLimits& limits = {});

}  // namespace lanyard::cli
