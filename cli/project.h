// What a project says of itself in `.lanyard.yaml`, for every verb that asks.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "checker/model/project.h"
#include "cli/baseline.h"
#include "cli/suppressions.h"

namespace lanyard::cli {

/// Adds --config.
void add_config_option(CLI::App& app, std::string& config);

/// Reads the file of --config, or where that is "" the nearest one in `folder` or above it;
/// without any, the settings are empty. On a mistake returns nothing and sets `error` to one
/// line with the file, the line and the column.
std::optional<model::Settings> read_project(const std::string& config, const std::string& folder,
                                            std::string& error);

/// The suppressions of `file`, or where that is "" the project's.
std::optional<Suppressions> read_suppressions(const std::string& file,
                                              const model::Settings& project, std::string& error);

/// Where the command line names no baseline, the project's counts.
void apply_project(const model::Settings& project, BaselineOptions& options);

}  // namespace lanyard::cli
