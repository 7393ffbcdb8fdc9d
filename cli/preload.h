// Everything about getting the shim into a program: where it is, and what it is told.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lanyard::cli {

inline constexpr char kOptionsVariable[] = "LANYARD_OPTIONS";

/// The shim's path, found from this executable's own, in a build folder as after an
/// install. "" with `error` set when it is not there or the loader could not be told of it.
std::string find_shim(std::string& error);

/// The value of LD_PRELOAD that loads `shim` before what `present` (may be null) names.
std::string preload_value(const std::string& shim, const char* present);

/// The value of LANYARD_OPTIONS: `present` (may be null) with each of `settings` put in
/// place of its own setting of that key.
std::string options_value(const char* present,
                          const std::vector<std::pair<std::string, std::string>>& settings);

/// Why the shim would leave a program unchecked that is started with these options: it
/// cannot be loaded, or does not know one of them. "" when it takes them. Asks the shim
/// itself, in a child of this process, so that options are known in one place.
std::string why_shim_refuses(const std::string& shim, const std::string& options);

}  // namespace lanyard::cli
