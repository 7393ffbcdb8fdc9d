// What names the same finding from one version of the program to the next.
//
// A fingerprint holds no line, no address and no id, so that it survives what moves code
// around; and no path of the machine, so that it means the same to everybody who has the
// project. Baselines (baseline.h) and the formats for code review go by it.
#pragma once

#include <string>
#include <vector>

#include "cli/findings.h"

namespace lanyard::cli {

/// Sets `fingerprint` of every finding that has none yet: 32 hex digits, made of the rule, the
/// handle and the functions on its path. Of findings that would share one, the second gets
/// ":2" behind it, and so on, in the order of their places in the source. Files count by their
/// path below `root`. Call it when all findings are there and merged.
void add_fingerprints(std::vector<Finding>& findings, const std::string& root);

/// The folder that fingerprints take paths from, as code hosts do: the nearest at or above
/// `folder` that holds a .git, or else a .lanyard.yaml, or else the working directory. Absolute.
std::string fingerprint_root(const std::string& folder);

}  // namespace lanyard::cli
