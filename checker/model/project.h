// A project's own `.lanyard.yaml`: where it is, and what it says.
#pragma once

#include <string>

#include "checker/model/read.h"

namespace lanyard::model {

/// The name of that file.
inline constexpr const char* kProjectFile = ".lanyard.yaml";

/// The nearest `.lanyard.yaml` in a folder or above it, as a path, or "". `start` is that
/// folder, or a file in it; absolute.
std::string find_project_file(const std::string& start);

/// Reads a project's file. The paths that it names are relative to its folder; they come out
/// whole. Returns "" or one line, as read() does or with why the file cannot be read.
std::string load_project_file(const std::string& file, Settings& settings);

}  // namespace lanyard::model
