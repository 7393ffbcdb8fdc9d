// Where a file can turn up that a translation unit lacks: whoever keeps the unit's failure tries
// again when one of these changes, and not before.
#pragma once

#include <string>
#include <vector>

#include "checker/summary/unit.h"

namespace lanyard::summary {

/// The path itself if there is something, else the nearest folder above it that is there: its
/// time changes when something on the way to the path comes to be. "" if that cannot be watched:
/// the root, whose name no depfile's reader takes, or a link that leads nowhere.
std::string nearest(const std::string& path);

/// What has to change before `name`, which a file in `folder` includes, can be found: paths for
/// a depfile. Returns false if it can turn up elsewhere as well.
bool await_include(const Command& command, const std::string& folder, const std::string& name,
                   std::vector<std::string>& paths);

}  // namespace lanyard::summary
