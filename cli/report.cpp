// `lanyard report`: renders result files and JSON reports, together, in any format.
#include <unistd.h>

#include <memory>

#include "cli/baseline.h"
#include "cli/fingerprints.h"
#include "cli/join.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/project.h"
#include "cli/results.h"
#include "cli/suppressions.h"
#include "cli/symbols.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "report";

struct ReportOptions {
  OutputOptions output;
  BaselineOptions baseline;
  std::string suppressions;
  std::string config;
  std::vector<std::string> files;
};

int run(ReportOptions& options) {
  std::string error;
  const auto outputs = Outputs::plan(options.output, STDOUT_FILENO, error);
  if (!outputs) return fail(kVerb, error, kNotDone);
  const std::string directory = working_directory();
  const auto project = read_project(options.config, directory, error);
  if (!project) return fail(kVerb, error, kNotDone);
  const auto suppressions = read_suppressions(options.suppressions, *project, error);
  if (!suppressions) return fail(kVerb, error, kNotDone);
  apply_project(*project, options.baseline);
  auto baseline = Baseline::open(options.baseline, error);
  if (!baseline) return fail(kVerb, error, kNotDone);
  Report report;
  for (const std::string& file : options.files) read_results(file, report);
  Symbolizer().resolve(report);
  suppressions->apply(report);
  merge(report.findings);
  for (Finding& finding : report.findings)
    if (!finding.where) finding.where = first_place(finding, directory);
  add_fingerprints(report.findings, fingerprint_root(directory));
  join(report);
  print_problems(kVerb, report);
  suppressions->tell_unused(kVerb, report);
  const bool has_baseline =
      baseline->apply(kVerb, report, runtime_would_find(report), Gone::named, error);
  if (!has_baseline) fail(kVerb, error, kNotDone);
  if (!outputs->write(report, error)) return fail(kVerb, error, kNotDone);
  if (!has_baseline || has_fatal_problem(report)) return kNotDone;
  return report.findings.empty() ? kClean : kFindings;
}

}  // namespace

Verb add_report(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Render and merge results of both halves");
  verb->add_option("files", options->files, "Result files (*.jsonl) and JSON reports")
      ->type_name("FILE")
      ->required();
  add_suppressions_option(*verb, options->suppressions);
  add_baseline_options(*verb, options->baseline);
  add_config_option(*verb, options->config);
  add_output_options(*verb, options->output);
  verb->footer("Exit code: 0 clean, 1 findings, 2 when a file could not be read.");
  return {verb, [options] { return run(*options); }, kNotDone};
}

}  // namespace lanyard::cli
