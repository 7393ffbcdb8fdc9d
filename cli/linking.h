// What `lint` and `link` have in common: modules in, a report out.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "checker/link/wants.h"
#include "checker/summary/summary.h"
#include "cli/output.h"

namespace lanyard::cli {

struct LinkOptions {
  OutputOptions output;
  std::string policy;
  std::string checks;
  std::string fail_on;
  LinkOptions();
};

/// Adds --policy, --checks, --fail-on, and the options of reports.
void add_link_options(CLI::App& app, LinkOptions& options);

/// Whether the options can be done; if not, `error` is one line.
bool check(const LinkOptions& options, std::string& error);

/// Where a file is that modules know by this name; a name that nobody can place is kept.
using Locate = std::function<std::string(const std::string& name)>;

/// Links the modules and adds what is found to a report: findings that the checks leave and
/// that no NOLINT silences. Of what was checked, the caller adds the root, and what could not be
/// parsed. `wants` gets what else would have to be linked, if it is asked for.
void link_modules(const LinkOptions& options, const std::vector<summary::Module>& modules,
                  const Locate& locate, Report& report, std::set<link::Want>* wants = nullptr);

/// Keeps the findings that touch one of `paths` (absolute; none: all); the others are silenced.
void keep_touching(const std::vector<std::string>& paths, Report& report);

/// Prints the problems, writes the report, and returns the exit code of the command.
int finish(const std::string& verb, const LinkOptions& options, const Outputs& outputs,
           const Report& report);

/// The folder that file names are relative to: the nearest one at or above `folder` that
/// holds a .lanyard.yaml, or else `folder`.
std::string project_root(const std::string& folder);

}  // namespace lanyard::cli
