// `lanyard run`: runs a command under the shim and tells what broke.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "cli/baseline.h"
#include "cli/elf.h"
#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/fingerprints.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/preload.h"
#include "cli/process.h"
#include "cli/project.h"
#include "cli/result_folder.h"
#include "cli/results.h"
#include "cli/suppressions.h"
#include "cli/symbols.h"
#include "cli/temporary.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "run";

struct RunOptions {
  OutputOptions output;
  BaselineOptions baseline;
  std::string policy;
  std::string on_violation;
  std::string keep;
  std::string suppressions;
  std::string config;
  bool gen_suppressions = false;
  bool sites = false;
  int error_exitcode = kViolations;
  std::vector<std::string> shown_in_help;
};

std::string options_for_shim(const RunOptions& options, const std::string& suppressions,
                             const ResultFolder& folder) {
  std::vector<std::pair<std::string, std::string>> settings;
  if (!options.policy.empty()) settings.emplace_back("policy", options.policy);
  if (!options.on_violation.empty()) settings.emplace_back("on_violation", options.on_violation);
  if (!suppressions.empty()) settings.emplace_back("suppressions", suppressions);
  settings.emplace_back("log_path", folder.prefix());
  if (options.sites) settings.emplace_back("sites", "1");
  // The command's own exit code decides together with the report, in finish().
  settings.emplace_back("exitcode", "0");
  return options_value(std::getenv(kOptionsVariable), settings);
}

Report read_report(const ResultFolder& folder, const Suppressions& suppressions) {
  Report report;
  for (const std::string& file : folder.files()) read_results(file, report);
  Symbolizer().resolve(report);
  suppressions.apply(report);
  merge(report.findings);
  const std::string directory = working_directory();
  for (Finding& finding : report.findings) finding.where = first_place(finding, directory);
  add_fingerprints(report.findings, fingerprint_root(directory));
  return report;
}

// Whether others went on when the command's own process ended, as after daemon(3): that ends past
// the shim, so that its results have no end although they are whole.
bool has_successors(const Report& report, const ResultFolder& folder, const Outcome& outcome) {
  return std::any_of(report.runs.begin(), report.runs.end(),
                     [&](const Run& run) { return run.pid != outcome.pid; }) ||
         count_processes_with("log_path=" + folder.prefix()) > 0;
}

// Says so where the command's own process did not leave all of its results: it had dropped its
// rights, so that the shim could write no more, or nothing at all. Without an end of them it may
// have lost its root or its descriptors, or just have ended past the shim, as Go's programs do:
// that is told, and no failure. Of its descendants nobody here knows how they ended. What a process
// wrote before it executed another program has no end either: its last file counts.
void add_unwritten(Report& report, const ResultFolder& folder, const Outcome& outcome) {
  if (outcome.killed_by != 0) return;
  const auto run = std::find_if(report.runs.rbegin(), report.runs.rend(),
                                [&](const Run& candidate) { return candidate.pid == outcome.pid; });
  const bool has_file = run != report.runs.rend();
  if (has_file && run->ended) return;
  const std::string process =
      std::to_string(outcome.pid) + (has_file ? " (" + run->exe + ")" : std::string());
  if (!folder.is_writable_by(outcome.user)) {
    if (has_file) run->incomplete = true;
    report.problems.push_back({"", "1 process could not write its results: " + process +
                                       " ended as user " + std::to_string(outcome.user) +
                                       ", who may not write to " + folder.path()});
  } else if (has_file && !has_successors(report, folder, outcome)) {
    report.problems.push_back({"",
                               "process " + process +
                                   " left no end of its results, though nothing killed it: what it "
                                   "could not write is on its stderr",
                               false});
  }
}

// A command that called no SQLite which can be watched is not called clean.
void tell_unchecked(const Report& report) {
  if (has_looked(report) || has_fatal_problem(report)) return;
  const bool has_other = !report.problems.empty();  // one that cannot be watched, told above
  fail(kVerb,
       std::string("no call to a shared SQLite library was seen: nothing ") +
           (has_other ? "could be" : "was") + " checked",
       0);
}

// A daemon outlives the command that started it, and writes on.
void tell_running(ResultFolder& folder) {
  const unsigned count = count_processes_with("log_path=" + folder.prefix());
  if (count == 0) return;
  folder.keep();
  fail(kVerb,
       counted(count, "process", "processes") +
           " of the command still running: what comes from now on is not in this report; "
           "`lanyard report " +
           folder.prefix() + ".*.jsonl` shows it later",
       0);
}

int finish(const RunOptions& options, const Outputs& outputs, ResultFolder& folder,
           const Suppressions& suppressions, Baseline& baseline, const Outcome& outcome) {
  if (outcome.killed_by != 0 && !options.output.quiet)
    fail(kVerb, std::string("the command was killed: ") + strsignal(outcome.killed_by), 0);
  Report report = read_report(folder, suppressions);
  add_unwritten(report, folder, outcome);
  print_problems(kVerb, report);
  suppressions.tell_unused(kVerb, report);
  std::string error;
  const bool has_baseline =
      baseline.apply(kVerb, report, runtime_would_find(report), Gone::counted, error);
  if (!has_baseline) fail(kVerb, error, kRunFailed);
  if (options.gen_suppressions) propose_suppressions(report);
  const bool written = outputs.write(report, error);
  tell_unchecked(report);
  tell_running(folder);
  if (!written) return fail(kVerb, error, kRunFailed);
  if (!report.findings.empty() && options.error_exitcode != 0) return options.error_exitcode;
  return !has_baseline || has_fatal_problem(report) ? kRunFailed : outcome.exit_code;
}

/// Removes a file at the end of a scope.
class FileRemover {
 public:
  explicit FileRemover(const std::string& file) : file_(file) {}
  FileRemover(const FileRemover&) = delete;
  FileRemover& operator=(const FileRemover&) = delete;
  ~FileRemover() {
    if (!file_.empty()) unlink(file_.c_str());
  }

 private:
  const std::string& file_;
};

// What the project says counts where the command line says nothing.
bool apply_project(RunOptions& options, std::string& lines_file, std::string& error) {
  const auto project = read_project(options.config, working_directory(), error);
  if (!project) return false;
  if (options.policy.empty()) options.policy = project->policy;
  apply_project(*project, options.baseline);
  if (!options.suppressions.empty()) return true;
  options.suppressions = project->suppressions_file;
  if (project->suppressions.empty()) return true;
  std::string text;
  for (const std::string& line : project->suppressions) text += line + "\n";
  lines_file = options.suppressions = make_temporary_file(text, error);
  return !lines_file.empty();
}

// The path of the suppressions file as LANYARD_OPTIONS can hold it: of one below a folder with a
// colon in its name, that of a copy, which `copy` then names. "" without a file, or with an error.
std::string suppressions_for_shim(const std::string& file, std::string& copy, std::string& error) {
  if (file.empty()) return "";
  std::string path = absolute_path(file);
  if (path.find(':') == std::string::npos) return path;
  const auto text = read_file(path, error);
  return text ? copy = make_temporary_file(*text, error) : "";
}

int run(RunOptions& options, const std::vector<std::string>& command) {
  if (command.empty())
    return fail(kVerb, "no command: lanyard run [options] [--] COMMAND [ARG...]", kRunFailed);
  std::string error;
  const std::string shim = find_shim(error);
  if (shim.empty()) return fail(kVerb, error, kRunFailed);
  const auto outputs = Outputs::plan(options.output, STDERR_FILENO, error);
  if (!outputs) return fail(kVerb, error, kRunFailed);
  std::string lines_file;  // the project's own suppressions, as the shim reads them
  if (!apply_project(options, lines_file, error)) return fail(kVerb, error, kRunFailed);
  const FileRemover remover(lines_file);
  const auto suppressions = Suppressions::read(options.suppressions, error);
  if (!suppressions) return fail(kVerb, error, kRunFailed);
  auto baseline = Baseline::open(options.baseline, error);
  if (!baseline) return fail(kVerb, error, kRunFailed);
  const std::string for_shim = suppressions_for_shim(options.suppressions, lines_file, error);
  if (!error.empty()) return fail(kVerb, error, kRunFailed);
  int code = 0;
  const std::string program = find_program(command.front(), code, error);
  if (program.empty()) return fail(kVerb, error, code);
  if (const auto reason = why_not_preloadable(program, shim))
    return fail(kVerb, "the shim cannot be loaded into " + program + ": " + *reason, kRunFailed);
  const auto folder = ResultFolder::make(options.keep, error);
  if (!folder) return fail(kVerb, error, kRunFailed);
  const std::string shim_options = options_for_shim(options, for_shim, *folder);
  error = why_shim_refuses(shim, shim_options);
  if (!error.empty()) return fail(kVerb, error, kRunFailed);
  const Outcome outcome =
      run_process(program, command,
                  {"LD_PRELOAD=" + preload_value(shim, std::getenv("LD_PRELOAD")),
                   kOptionsVariable + ("=" + shim_options)});
  if (outcome.start_failure != 0)
    return fail(kVerb, "cannot run '" + program + "': " + std::strerror(outcome.start_failure),
                outcome.start_failure == ENOENT ? kNotFound : kNotExecutable);
  return finish(options, *outputs, *folder, *suppressions, *baseline, outcome);
}

}  // namespace

Verb add_run(CLI::App& app, const std::vector<std::string>& command) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Run a command under the shim, tell what broke");
  // For the help alone: cut_command() takes the words before CLI11 sees them.
  verb->add_option("COMMAND [ARG...]", options->shown_in_help, "The program and its arguments");
  add_policy_option(*verb, options->policy);
  verb->add_option("--on-violation", options->on_violation,
                   "What a violation does: report (the default), abort, trap, misuse")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"report", "abort", "trap", "misuse"}));
  verb->add_option("--error-exitcode", options->error_exitcode,
                   "The exit code when violations were seen (66); 0 keeps the command's own")
      ->type_name("N")
      ->check(CLI::Range(0, 255));
  add_suppressions_option(*verb, options->suppressions);
  add_baseline_options(*verb, options->baseline);
  add_config_option(*verb, options->config);
  verb->add_flag("--gen-suppressions", options->gen_suppressions,
                 "After each report in text, a line for --suppressions that leaves it out");
  verb->add_flag("--sites", options->sites,
                 "List the calls of SQLite that were made, for a report together with lint's");
  verb->add_option("--keep", options->keep, "Keep the result files in DIR")->type_name("DIR");
  add_output_options(*verb, options->output);
  verb->footer(
      "Exit code: the command's own (128 + signal), 66 when violations were seen, 125 when\n"
      "Lanyard itself fails, 126 and 127 when the command cannot be run or found.");
  return {verb, [options, &command] { return run(*options, command); }, kRunFailed};
}

}  // namespace lanyard::cli
