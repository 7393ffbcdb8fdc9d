// The option that names a compile database, for the verbs that read one.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace lanyard::cli {

/// Adds -p; `build` keeps its value without it.
void add_build_option(CLI::App& app, std::string& build);

/// The folder that -p names, as such or by the database in it, or the one that is looked at
/// without it.
std::string build_folder(const std::string& option);

}  // namespace lanyard::cli
