// What `lint` and `link` have in common: modules in, a report out.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "checker/link/wants.h"
#include "checker/model/read.h"
#include "checker/summary/summary.h"
#include "cli/baseline.h"
#include "cli/changes.h"
#include "cli/output.h"
#include "cli/suppressions.h"

namespace lanyard::cli {

struct LinkOptions {
  OutputOptions output;
  BaselineOptions baseline;
  std::string suppressions;
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

/// The files that modules are of.
struct Sources {
  Locate locate;
  std::string fingerprint_root;  // see fingerprints.h
};

/// Links the modules and adds what is found to a report: findings that the checks leave and that
/// no NOLINT silences. Of what was checked, the caller adds the root, and what could not be
/// parsed. `wants` gets what else would have to be linked, if it is asked for.
void link_modules(const LinkOptions& options, const std::vector<summary::Module>& modules,
                  const Sources& sources, Report& report, std::set<link::Want>* wants = nullptr);

/// Keeps the findings that touch one of `paths` (absolute; none: all); the others are silenced.
void keep_touching(const std::vector<std::string>& paths, Report& report);

/// What decides, of all that was found, what is told.
struct Filters {
  Suppressions suppressions;
  Baseline baseline;
  std::optional<Changes> changes;  // that a finding has to touch; none: all
  bool is_whole = true;            // nothing was left out on purpose: no path, no --since
};

/// Reads what the filters need. `project` is what .lanyard.yaml says, for what the command line
/// leaves open. Returns nothing, and sets `error` to one line, where something is wrong.
std::optional<Filters> plan_filters(LinkOptions& options, const model::Settings& project,
                                    std::string& error);

/// Filters the findings, prints the problems, writes the report, and returns the exit code of
/// the command.
int finish(const std::string& verb, const LinkOptions& options, const Outputs& outputs,
           Filters& filters, Report& report);

/// The folder that file names are relative to: the nearest one at or above `folder` that
/// holds a .lanyard.yaml, or else `folder`.
std::string project_root(const std::string& folder);

}  // namespace lanyard::cli
