// Which build of Lanyard this is: what another one has written is not to be relied on.
#pragma once

#include <string>

namespace lanyard::cli {

/// The version, and the linker's build id; where the program has none, its file's size and time
/// of change. Equal for equal programs.
std::string identity();

/// The path of this program, or "lanyard" where the system does not tell.
std::string own_path();

}  // namespace lanyard::cli
