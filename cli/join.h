// What each half makes of the other's findings, for a report of both: docs/joined.md.
#pragma once

#include "cli/findings.h"

namespace lanyard::cli {

/// Puts the violations that confirm a static finding under it, says of the other findings
/// whether a run made their calls, and of the other violations why the checker is silent. Call
/// it on symbolized and merged findings. Does nothing to a report of one half.
void join(Report& report);

}  // namespace lanyard::cli
