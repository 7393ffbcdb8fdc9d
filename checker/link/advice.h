// What to do about a finding, in one place.
#pragma once

#include "checker/link/finding.h"

namespace lanyard::link {

/// Adds the finding's last step: what to do. `mode` is that of the connection, or of the library
/// where the finding is about that.
void advise(Finding& finding, contract::Mode mode);

/// As above, where most uses hold the lock `name` (or one without a name: "") and some do not.
void advise_lock(Finding& finding, const std::string& name);

/// As above, where a collector ends the handle.
void advise_collected(Finding& finding);

}  // namespace lanyard::link
