#include "cli/linking.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "checker/link/link.h"
#include "checker/model/project.h"
#include "cli/checks.h"
#include "cli/nolint.h"
#include "cli/paths.h"
#include "cli/verbs.h"
#include "contract/policies.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

bool is_under_any(const std::string& file, const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return is_under(file, path); });
}

std::string_view role_name(link::Role role) {
  switch (role) {
    case link::Role::created: return "created";
    case link::Role::crosses: return "crosses";
    case link::Role::used_there: return "used_there";
    case link::Role::guarded: return "guarded";
    case link::Role::advice: return "advice";
    case link::Role::used_here: break;
  }
  return "used_here";
}

Finding finding_of(const link::Finding& linked, const Locate& locate) {
  const auto place = [&](const link::Location& at) -> Place {
    return {at.file.empty() ? at.file : locate(at.file), at.line, at.column};
  };
  Finding finding;
  finding.rule = linked.rule;
  finding.severity = linked.severity;
  finding.half = contract::Half::checker;
  finding.message = linked.message;
  finding.where = place(linked.where);
  finding.handle.kind = contract::name(linked.kind);
  finding.handle.name = linked.handle;
  for (const link::Step& step : linked.steps)
    finding.steps.push_back({std::string(role_name(step.role)), place(step.where), step.function,
                             step.message, step.api});
  for (const link::Edit& edit : linked.edits)
    finding.edits.push_back({place(edit.where), edit.length, edit.text, edit.message});
  return finding;
}

// Whether a finding touches one of the paths: where it crosses, or on any of its steps.
bool touches(const Finding& finding, const std::vector<std::string>& paths) {
  return paths.empty() || is_under_any(finding.where->file, paths) ||
         std::any_of(finding.steps.begin(), finding.steps.end(),
                     [&](const Step& step) { return is_under_any(step.where.file, paths); });
}

// What the modules were made of. What the compiler found in its own folders is not the project's.
Checked checked_of(const std::vector<summary::Module>& modules, const std::string& policy) {
  std::set<std::string> files;
  for (const summary::Module& module : modules) {
    files.insert(module.file);
    for (const summary::Function& function : module.functions)
      files.insert(module.files[function.where.file]);
  }
  Checked checked;
  checked.policy = policy;
  for (const std::string& file : files)
    if (!file.empty() && file.front() != '<') checked.files.push_back(file);
  return checked;
}

// The least severity that --fail-on lets fail.
contract::Severity least_failing(const std::string& word) {
  using contract::Severity;
  for (Severity severity : {Severity::error, Severity::warning})
    if (contract::name(severity) == word) return severity;
  return Severity::note;
}

int exit_code(const LinkOptions& options, const Report& report) {
  if (has_fatal_problem(report)) return kNotDone;
  const contract::Severity least = least_failing(options.fail_on);
  const bool fails = std::any_of(report.findings.begin(), report.findings.end(),
                                 [&](const Finding& finding) { return finding.severity >= least; });
  return fails ? kFindings : kClean;
}

}  // namespace

LinkOptions::LinkOptions()
    : policy(contract::name(contract::Policy::owner)),
      fail_on(contract::name(contract::Severity::note)) {}

void add_link_options(CLI::App& app, LinkOptions& options) {
  add_policy_option(app, options.policy);
  app.add_option("--checks", options.checks, "Which checks, as clang-tidy writes them")
      ->type_name("GLOBS");
  app.add_option("--fail-on", options.fail_on,
                 "The least severity that fails: note (the default), warning, error")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"error", "warning", "note"}));
  add_output_options(app, options.output);
}

bool check(const LinkOptions& options, std::string& error) {
  if (options.checks.empty()) return true;
  const GlobList checks(options.checks);
  if (std::any_of(std::begin(contract::kRules), std::end(contract::kRules), [&](auto& rule) {
        return rule.half == contract::Half::checker && rule.is_enforced &&
               checks.contains(rule.id, checks.starts_negative());
      }))
    return true;
  error = "--checks " + options.checks + " leaves no check: see lanyard explain";
  return false;
}

void link_modules(const LinkOptions& options, const std::vector<summary::Module>& modules,
                  const Locate& locate, Report& report, std::set<link::Want>* wants) {
  link::Options link_options;
  link_options.policy = contract::find_policy(options.policy)->policy;
  link_options.wants = wants;
  const GlobList checks(options.checks);
  const bool all_by_default = options.checks.empty() || checks.starts_negative();
  const NoLintFiles nolint(modules);
  report.policy = options.policy;
  report.units = modules.size();
  report.checked = {checked_of(modules, options.policy)};
  Checked& checked = report.checked.front();
  for (const link::Finding& linked : link::link(modules, link_options)) {
    Finding finding = finding_of(linked, locate);
    if (!checks.contains(linked.rule, all_by_default))
      checked.silenced.push_back({"checks", std::move(finding)});
    else if (nolint.silences(linked.where.file, linked.where.line, linked.rule))
      checked.silenced.push_back({"NOLINT", std::move(finding)});
    else
      report.findings.push_back(std::move(finding));
  }
}

void keep_touching(const std::vector<std::string>& paths, Report& report) {
  std::vector<Finding> kept;
  for (Finding& each : report.findings) {
    if (touches(each, paths))
      kept.push_back(std::move(each));
    else
      report.checked.front().silenced.push_back({"paths", std::move(each)});
  }
  report.findings = std::move(kept);
}

int finish(const std::string& verb, const LinkOptions& options, const Outputs& outputs,
           const Report& report) {
  std::string error;
  print_problems(verb, report);
  if (!outputs.write(report, error)) return fail(verb, error, kNotDone);
  return exit_code(options, report);
}

std::string project_root(const std::string& folder) {
  const std::string file = model::find_project_file(folder);
  return file.empty() ? folder : std::filesystem::path(file).parent_path().string();
}

}  // namespace lanyard::cli
