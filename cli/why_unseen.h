// Why the checker has no finding for what a run saw.
#pragma once

#include <optional>

#include "cli/findings.h"
#include "cli/source_match.h"

namespace lanyard::cli {

/// The reason, where one can be known, for a violation that confirms no static finding of
/// `report`. `match` is of the same report.
std::optional<Unseen> why_unseen(const Finding& violation, const Report& report,
                                 const SourceMatch& match);

}  // namespace lanyard::cli
