// Reads the data files and a project's `.lanyard.yaml`: one syntax for both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/model/model.h"

namespace lanyard::model {

/// What a project says once, for the plugin, `lanyard lint` and `lanyard run` alike.
struct Settings {
  std::string policy;                     // one of contract::kPolicies, or "" for the default
  std::vector<std::string> suppressions;  // a suppressions file, or its lines
  std::string baseline;                   // a file, or ""
  Rules rules;
};

/// Reads a data file. `name` is what messages call it. Returns "" or one line
/// `NAME:LINE:COLUMN: reason`; `rules` is filled only where there is no mistake.
std::string read(std::string_view text, std::string_view name, Rules& rules);

/// The same for a project's file, which has settings besides.
std::string read(std::string_view text, std::string_view name, Settings& settings);

}  // namespace lanyard::model
