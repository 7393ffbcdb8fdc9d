// Dependencies as Make and Ninja read them.
#pragma once

#include <string>
#include <vector>

namespace lanyard::cli {

/// The rule `target: inputs`. Inputs under `directory`, where the build runs, are named
/// relative to it, as the build names its own.
std::string depfile(const std::string& target, const std::vector<std::string>& inputs,
                    const std::string& directory);

}  // namespace lanyard::cli
