// Where most uses of a handle hold one lock and some do not: that it was forgotten is the
// finding.
#pragma once

#include <vector>

#include "checker/link/wording.h"

namespace lanyard::link {

/// Notes in `verdict` which lock most of the uses hold, if most do and not all, and up to four
/// of the uses that hold it. `there` and `here` (which may be nullptr) are told already.
void note_forgotten_lock(std::vector<const Use*> uses, const Use& there, const Use* here,
                         Case& verdict);

}  // namespace lanyard::link
