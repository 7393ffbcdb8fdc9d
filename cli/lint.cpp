// `lanyard lint`: checks a whole program, all translation units of its compile database.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>

#include "checker/link/link.h"
#include "checker/summary/database.h"
#include "cli/checks.h"
#include "cli/nolint.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/verbs.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "lint";

struct LintOptions {
  OutputOptions output;
  std::string build;
  std::string policy{contract::name(contract::Policy::owner)};
  std::string checks;
  std::string fail_on{contract::name(contract::Severity::note)};
  unsigned jobs = 0;
  std::vector<std::string> paths;
};

std::string default_build() {
  std::error_code unknown;
  return std::filesystem::exists("build/compile_commands.json", unknown) ? "build" : ".";
}

std::vector<std::string> absolute_paths(const std::vector<std::string>& paths) {
  std::vector<std::string> absolute;
  absolute.reserve(paths.size());
  for (const std::string& path : paths) absolute.push_back(absolute_path(path));
  return absolute;
}

bool is_under_any(const std::string& file, const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return is_under(file, path); });
}

// The path that holds no file of the database, or "".
std::string unmatched_path(const std::vector<std::string>& files,
                           const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (std::none_of(files.begin(), files.end(),
                     [&](const std::string& file) { return is_under(file, path); }))
      return path;
  return "";
}

// Parses every file, several at once. The units come in the order of the files, so that
// the result does not depend on which thread was faster.
std::vector<summary::Unit> summarise_all(const summary::Database& database,
                                         const std::vector<std::string>& files, unsigned jobs) {
  std::vector<summary::Unit> units(files.size());
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t i = next++; i < files.size(); i = next++)
      units[i] = database.summarise(files[i]);
  };
  std::vector<std::thread> others;
  const std::size_t wanted = jobs != 0 ? jobs : std::thread::hardware_concurrency();
  for (std::size_t i = 1; i < std::min(wanted, files.size()); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return units;
}

std::string_view role_name(link::Role role) {
  switch (role) {
    case link::Role::created: return "created";
    case link::Role::crosses: return "crosses";
    case link::Role::used_there: return "used_there";
    case link::Role::guarded: return "guarded";
    case link::Role::used_here: break;
  }
  return "used_here";
}

Place place(const link::Location& location) {
  return {location.file, location.line, location.column};
}

Finding finding_of(const link::Finding& linked) {
  Finding finding;
  finding.rule = linked.rule;
  finding.severity = linked.severity;
  finding.half = contract::Half::checker;
  finding.message = linked.message;
  finding.where = place(linked.where);
  finding.handle.kind = contract::name(linked.kind);
  finding.handle.name = linked.handle;
  for (const link::Step& step : linked.steps)
    finding.steps.push_back(
        {std::string(role_name(step.role)), place(step.where), step.function, step.message});
  return finding;
}

// Whether a finding touches one of the paths: where it crosses, or on any of its steps.
bool touches(const link::Finding& finding, const std::vector<std::string>& paths) {
  return paths.empty() || is_under_any(finding.where.file, paths) ||
         std::any_of(finding.steps.begin(), finding.steps.end(),
                     [&](const link::Step& step) { return is_under_any(step.where.file, paths); });
}

std::vector<Finding> link_all(const LintOptions& options,
                              const std::vector<summary::Module>& modules) {
  link::Options link_options;
  link_options.policy = contract::find_policy(options.policy)->policy;
  const GlobList checks(options.checks);
  const bool all_by_default = options.checks.empty() || checks.starts_negative();
  const std::vector<std::string> paths = absolute_paths(options.paths);
  NoLintFiles nolint;
  std::vector<Finding> findings;
  for (const link::Finding& linked : link::link(modules, link_options))
    if (checks.contains(linked.rule, all_by_default) && touches(linked, paths) &&
        !nolint.silences(linked.where.file, linked.where.line, linked.rule))
      findings.push_back(finding_of(linked));
  return findings;
}

// Whether --checks leaves any check of this half.
bool enables_any(const std::string& text) {
  if (text.empty()) return true;
  const GlobList checks(text);
  return std::any_of(std::begin(contract::kRules), std::end(contract::kRules), [&](auto& rule) {
    return rule.half == contract::Half::checker && rule.is_enforced &&
           checks.contains(rule.id, checks.starts_negative());
  });
}

// The least severity that --fail-on lets fail.
contract::Severity least_failing(const std::string& word) {
  using contract::Severity;
  for (Severity severity : {Severity::error, Severity::warning})
    if (contract::name(severity) == word) return severity;
  return Severity::note;
}

int exit_code(const LintOptions& options, const Report& report) {
  if (has_fatal_problem(report)) return kNotDone;
  const contract::Severity least = least_failing(options.fail_on);
  const bool fails = std::any_of(report.findings.begin(), report.findings.end(),
                                 [&](const Finding& finding) { return finding.severity >= least; });
  return fails ? kFindings : kClean;
}

int run(const LintOptions& options) {
  std::string error;
  if (!enables_any(options.checks))
    return fail(kVerb, "--checks " + options.checks + " leaves no check: see lanyard explain",
                kNotDone);
  const auto outputs = Outputs::plan(options.output, STDOUT_FILENO, error);
  if (!outputs) return fail(kVerb, error, kNotDone);
  const std::string build = options.build.empty() ? default_build() : options.build;
  const auto database = summary::Database::load(build, error);
  if (!database) return fail(kVerb, error, kNotDone);
  const std::vector<std::string> files = database->files();
  const std::string stray = unmatched_path(files, absolute_paths(options.paths));
  if (!stray.empty())
    return fail(kVerb, stray + " holds no source file of " + build + "/compile_commands.json",
                kNotDone);

  Report report;
  report.policy = options.policy;
  std::vector<summary::Module> modules;
  for (summary::Unit& unit : summarise_all(*database, files, options.jobs)) {
    if (!unit.error.empty()) report.problems.push_back({unit.file, unit.error});
    modules.push_back(std::move(unit.module));
  }
  report.units = modules.size();
  report.findings = link_all(options, modules);
  print_problems(kVerb, report);
  if (!outputs->write(report, error)) return fail(kVerb, error, kNotDone);
  return exit_code(options, report);
}

}  // namespace

Verb add_lint(CLI::App& app) {
  auto options = std::make_shared<LintOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Check a whole C or C++ program");
  verb->add_option("-p", options->build,
                   "The folder of compile_commands.json (build if it has one, else .)")
      ->type_name("BUILD");
  verb->add_option("paths", options->paths, "Report only what touches these files and folders")
      ->type_name("PATH");
  add_policy_option(*verb, options->policy);
  verb->add_option("--checks", options->checks, "Which checks, as clang-tidy writes them")
      ->type_name("GLOBS");
  verb->add_option("--fail-on", options->fail_on,
                   "The least severity that fails: note (the default), warning, error")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"error", "warning", "note"}));
  verb->add_option("-j", options->jobs, "How many files to parse at once (as there are cores)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  add_output_options(*verb, options->output);
  verb->footer("Exit code: 0 clean, 1 findings, 2 when it could not be done for every file.");
  return {verb, [options] { return run(*options); }, kNotDone};
}

}  // namespace lanyard::cli
