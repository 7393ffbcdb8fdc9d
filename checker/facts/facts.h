// Summaries to files and back: what one translation unit's analysis leaves for the link step.
//
// A fact file is made of LLVM's bitstream (format.h says how it is laid out). Equal facts give
// equal bytes. A file is read as if an enemy had written it, for build systems hand over
// whatever lies at a path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "checker/summary/summary.h"

namespace lanyard::facts {

struct Facts {
  /// What the summaries depend on besides the source: see summary::configuration().
  std::uint64_t configuration = 0;
  summary::Module module;
  /// Why the unit could not be looked at, in one line; then its file is all that the module says.
  std::string problem;
};

/// The bytes of a fact file.
std::string write(const Facts& facts);

/// Reads the bytes of a fact file into `out`. When they are none that this version of Lanyard
/// has written, returns false and sets `error` to a clause that says why and what to do;
/// `out` is then not to be used. Never needs more memory than a fixed multiple of the bytes'
/// number (kExpansion in format.h).
bool read(std::string_view bytes, Facts& out, std::string& error);

/// The same as JSON, for people and scripts: `--dump-json`.
std::string json(const Facts& facts);

}  // namespace lanyard::facts
