#include "cli/linking.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "checker/link/link.h"
#include "checker/model/project.h"
#include "cli/checks.h"
#include "cli/fingerprints.h"
#include "cli/nolint.h"
#include "cli/paths.h"
#include "cli/project.h"
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
    case link::Role::calls: return "calls";
    case link::Role::guarded: return "guarded";
    case link::Role::advice: return "advice";
    case link::Role::used_here: break;
  }
  return "used_here";
}

std::string_view side_name(link::Side side) {
  switch (side) {
    case link::Side::starter: return "starter";
    case link::Side::started: return "started";
    case link::Side::other: return "other";
    case link::Side::holders: return "holders";
    case link::Side::none: break;
  }
  return "";
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
                             step.message, step.api, std::string(side_name(step.side))});
  for (const link::Edit& edit : linked.edits)
    finding.edits.push_back({place(edit.where), edit.length, edit.text, edit.message});
  return finding;
}

// Whether a finding touches one of the paths: where it crosses, or on any of its steps.
bool touches(const Finding& finding, const std::vector<std::string>& paths) {
  return paths.empty() || (finding.where && is_under_any(finding.where->file, paths)) ||
         std::any_of(finding.steps.begin(), finding.steps.end(),
                     [&](const Step& step) { return is_under_any(step.where.file, paths); });
}

// Whether the checks that were asked for have this one.
bool is_asked(const LinkOptions& options, const std::string& rule) {
  const GlobList checks(options.checks);
  return checks.contains(rule, options.checks.empty() || checks.starts_negative());
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

// Notes what a filter takes out, by what it is called.
template <typename Filter>
void note_silenced(Report& report, const char* by, Filter filter) {
  std::vector<Finding> before = report.findings;
  filter();
  std::set<std::string> left;
  for (const Finding& finding : report.findings) left.insert(finding.fingerprint);
  for (Finding& finding : before)
    if (left.count(finding.fingerprint) == 0)
      report.checked.front().silenced.push_back({by, std::move(finding)});
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
  add_suppressions_option(app, options.suppressions);
  add_baseline_options(app, options.baseline);
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
                  const Sources& sources, Report& report, std::set<link::Want>* wants) {
  link::Options link_options;
  link_options.policy = contract::find_policy(options.policy)->policy;
  link_options.wants = wants;
  const NoLintFiles nolint(modules);
  report.policy = options.policy;
  report.units = modules.size();
  const std::vector<link::Finding> linked = link::link(modules, link_options);
  std::vector<Finding> all;
  all.reserve(linked.size());
  for (const link::Finding& each : linked) all.push_back(finding_of(each, sources.locate));
  // Before any is left out: what is left out does not change the others' fingerprints.
  add_fingerprints(all, sources.fingerprint_root);
  report.checked = {checked_of(modules, options.policy)};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const link::Location& where = linked[i].where;
    const char* silenced_by = nullptr;
    if (!is_asked(options, all[i].rule))
      silenced_by = "checks";
    else if (nolint.silences(where.file, where.line, all[i].rule))
      silenced_by = "NOLINT";
    if (silenced_by != nullptr)
      report.checked.front().silenced.push_back({silenced_by, std::move(all[i])});
    else
      report.findings.push_back(std::move(all[i]));
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

std::optional<Filters> plan_filters(LinkOptions& options, const model::Settings& project,
                                    std::string& error) {
  Filters filters;
  const auto suppressions = read_suppressions(options.suppressions, project, error);
  if (!suppressions) return std::nullopt;
  filters.suppressions = *suppressions;
  apply_project(project, options.baseline);
  auto baseline = Baseline::open(options.baseline, error);
  if (!baseline) return std::nullopt;
  filters.baseline = std::move(*baseline);
  return filters;
}

int finish(const std::string& verb, const LinkOptions& options, const Outputs& outputs,
           Filters& filters, Report& report) {
  std::string error;
  if (filters.changes) note_silenced(report, "since", [&] { filters.changes->apply(report); });
  note_silenced(report, "suppressions", [&] { filters.suppressions.apply(report); });
  print_problems(verb, report);
  const bool is_whole = filters.is_whole && !has_fatal_problem(report);
  const auto policy = contract::find_policy(options.policy)->policy;
  const auto would_find = [&](const std::string& id) {
    const contract::Rule* rule = contract::find_rule(id);
    return is_whole && rule && rule->half == contract::Half::checker &&
           contract::is_reported(rule->policy, policy) && is_asked(options, id);
  };
  filters.suppressions.tell_unused(verb, report, would_find);
  bool has_baseline = false;
  note_silenced(report, "baseline", [&] {
    has_baseline = filters.baseline.apply(verb, report, would_find, Gone::removed, error);
  });
  if (!has_baseline) fail(verb, error, kNotDone);
  if (!outputs.write(report, error)) return fail(verb, error, kNotDone);
  return has_baseline ? exit_code(options, report) : kNotDone;
}

std::string project_root(const std::string& folder) {
  const std::string file = model::find_project_file(folder);
  return file.empty() ? folder : std::filesystem::path(file).parent_path().string();
}

}  // namespace lanyard::cli
