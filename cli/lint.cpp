// `lanyard lint`: checks a whole program, all translation units of its compile database.
//
// It writes a Ninja graph of `facts` for every file and one `link`, and has Ninja bring it up to
// date: so the work is done in parallel, and only where something has changed.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <sstream>
#include <thread>

#include "checker/summary/database.h"
#include "cli/compile_database.h"
#include "cli/file_input.h"
#include "cli/fingerprints.h"
#include "cli/graph.h"
#include "cli/identity.h"
#include "cli/linking.h"
#include "cli/ninja.h"
#include "cli/paths.h"
#include "cli/project.h"
#include "cli/results.h"
#include "cli/selection.h"
#include "cli/shell.h"
#include "cli/verbs.h"
#include "cli/wants.h"
#include "cli/work_folder.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "lint";

struct LintOptions {
  LinkOptions link;
  std::string build;
  std::string config;
  std::string launcher;
  std::string since;
  unsigned jobs = 0;
  bool all = false;
  bool explain_skipped = false;
  std::vector<std::string> paths;
};

// The path that holds no file of the database, or "".
std::string unmatched_path(const std::vector<summary::Command>& commands,
                           const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (std::none_of(commands.begin(), commands.end(),
                     [&](const auto& command) { return is_under(command.file, path); }))
      return path;
  return "";
}

// Takes out what is no C or C++: a compiler of C has nothing to say of it.
void leave_out_others(std::vector<summary::Command>& commands, bool explain) {
  const auto others = std::stable_partition(commands.begin(), commands.end(), summary::is_c_family);
  for (auto each = others; explain && each != commands.end(); ++each)
    fail(kVerb, "skipped " + each->file + ": it is no C or C++", 0);
  commands.erase(others, commands.end());
}

// Puts the places of files that modules name as the compiler found them into a report.
void place_elsewhere(const WorkFolder& folder, const std::vector<FactsAction>& actions,
                     Report& report) {
  const auto is_elsewhere = [](const Place& place) { return place.file.substr(0, 1) == "<"; };
  std::map<std::string, std::string> known;
  for (const FactsAction& each : actions) {
    std::string unreadable;
    std::istringstream lines(
        read_file(folder / locations_file(each.output), unreadable).value_or(""));
    for (std::string line; std::getline(lines, line);)
      known.emplace(line.substr(0, line.find('\t')), line.substr(line.find('\t') + 1));
  }
  const auto settle = [&](Place& place) {
    const auto found = is_elsewhere(place) ? known.find(place.file) : known.end();
    if (found != known.end()) place.file = found->second;
  };
  const auto settle_all = [&](Finding& finding) {
    if (finding.where) settle(*finding.where);
    for (Step& each : finding.steps) settle(each.where);
    for (Edit& each : finding.edits) settle(each.where);
  };
  for (Finding& each : report.findings) settle_all(each);
  for (Checked& checked : report.checked)
    for (Silenced& each : checked.silenced) settle_all(each.finding);
}

// A header that does not parse is told once, with how many files it keeps from being checked.
void tell_once(std::vector<Problem>& problems) {
  std::vector<Problem> once;
  std::map<std::string, std::size_t> told;
  for (Problem& each : problems) {
    const auto [known, added] = told.try_emplace(each.message, once.size());
    if (added)
      once.push_back(std::move(each));
    else
      ++once[known->second].others;
  }
  problems = std::move(once);
}

// Gives all findings, the silenced too, their fingerprints: the link step could not know the
// folder that paths count from, nor where all files are.
void name_findings(const std::string& root, Report& report) {
  std::vector<Finding> all = std::move(report.findings);
  const std::size_t told = all.size();
  std::vector<Silenced>& silenced = report.checked.front().silenced;
  for (Silenced& each : silenced) all.push_back(std::move(each.finding));
  for (Finding& each : all) each.fingerprint.clear();
  add_fingerprints(all, root);
  for (std::size_t i = 0; i != silenced.size(); ++i) silenced[i].finding = std::move(all[told + i]);
  all.resize(told);
  report.findings = std::move(all);
}

// The link verb's options in the graph: what it makes is the same for every format.
std::vector<std::string> link_words(const LinkOptions& options) {
  std::vector<std::string> words = {"--policy", options.policy};
  if (!options.checks.empty()) words.push_back("--checks=" + options.checks);
  return words;
}

/// One run over the whole program.
class Lint {
 public:
  Lint(const LintOptions& options, const model::Settings& project,
       const std::vector<summary::Command>& commands, std::string root)
      : options_(options), project_(project), commands_(commands) {
    graph_.lanyard = own_path();
    graph_.root = std::move(root);
    if (!options.config.empty()) graph_.config = absolute_path(options.config);
    graph_.link_options = link_words(options.link);
    key_ = identity() + "\n" + std::to_string(model::Library::with(project.rules).digest()) + "\n";
  }

  // On failure, also on Ctrl-C, returns the exit code; `error` is a line, or empty.
  int run(Report& report, std::string& error) {
    if (!set_launcher(error)) return kNotDone;
    const auto folder = WorkFolder::open(kVerb, build_folder(options_.build), error);
    if (!folder) return kNotDone;
    const int code = options_.all ? run_all(*folder, error) : run_selected(*folder, error);
    if (code != 0) return code;
    report.units = commands_.size();
    report.policy = options_.link.policy;
    if (graph_.actions.empty()) {
      report.checked.push_back({report.policy, graph_.root, {}, {}, {}});
      add_skipped(report);
      return 0;
    }
    const auto text = read_file(*folder / kReportFile, error);
    const auto wrong = text ? read_json_report(*text, report) : error;
    if (wrong) {
      error = *folder / kReportFile + " " + *wrong;
      return kNotDone;
    }
    place_elsewhere(*folder, graph_.actions, report);
    tell_once(report.problems);
    add_skipped(report);
    report.units = commands_.size();
    return 0;
  }

 private:
  bool set_launcher(std::string& error) {
    const auto words = shell_words(options_.launcher, error);
    if (words) graph_.launcher = *words;
    if (!words) error = "--launcher " + options_.launcher + " " + error;
    return words.has_value();
  }

  // What was left out was looked at too: there is nothing in it to find.
  void add_skipped(Report& report) const {
    std::vector<std::string>& files = report.checked.front().files;
    for (const std::string& each : skipped_) files.push_back(relative_to(each, graph_.root));
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
  }

  int run_all(const WorkFolder& folder, std::string& error) {
    graph_.actions = facts_actions(commands_);
    return graph_.actions.empty() ? 0 : bring_up_to_date(folder, error);
  }

  // Parses what matters, and more of it until the link step has all that it wants.
  int run_selected(const WorkFolder& folder, std::string& error) {
    const std::vector<FactsAction> all = facts_actions(commands_);
    Selection selection(commands_, project_.rules, folder);
    for (bool grown = true; grown;) {
      graph_.actions.clear();
      for (std::size_t i = 0; i != all.size(); ++i)
        if (selection.has(i)) graph_.actions.push_back(all[i]);
      if (!selection.keep(error)) return kNotDone;
      if (graph_.actions.empty()) break;
      if (const int code = bring_up_to_date(folder, error)) return code;
      std::string unreadable;
      const auto wants = read_wants(read_file(folder / kWantsFile, unreadable).value_or(""));
      if (!wants) {
        error = folder / kWantsFile + " is not what lanyard link writes: remove it";
        return kNotDone;
      }
      grown = selection.add(*wants);
    }
    for (std::size_t i = 0; i != all.size(); ++i) {
      if (selection.has(i)) continue;
      skipped_.push_back(commands_[i].file);
      if (options_.explain_skipped)
        fail(kVerb, "skipped " + commands_[i].file + ": " + selection.reason(i), 0);
    }
    return 0;
  }

  int bring_up_to_date(const WorkFolder& folder, std::string& error) const {
    if (!folder.update(kKeyFile, key_, error) ||
        !folder.update(kGraphFile, graph_text(graph_), error))
      return kNotDone;
    const unsigned jobs =
        options_.jobs != 0 ? options_.jobs : std::max(1U, std::thread::hardware_concurrency());
    switch (run_ninja(folder.path(), jobs, error)) {
      case Built::done: return 0;
      case Built::interrupted: return kSignalled + SIGINT;
      case Built::failed: break;
    }
    return kNotDone;
  }

  const LintOptions& options_;
  const model::Settings& project_;
  const std::vector<summary::Command>& commands_;
  std::vector<std::string> skipped_;
  std::string key_;
  Graph graph_;
};

int run(LintOptions& options, bool has_policy) {
  std::string error;
  if (!check(options.link, error)) return fail(kVerb, error, kNotDone);
  const auto outputs = Outputs::plan(options.link.output, STDOUT_FILENO, error);
  if (!outputs) return fail(kVerb, error, kNotDone);
  const std::string build = build_folder(options.build);
  auto commands = summary::load_database(build, error);
  if (!commands) return fail(kVerb, error, kNotDone);
  leave_out_others(*commands, options.explain_skipped);
  std::vector<std::string> paths;
  paths.reserve(options.paths.size());
  for (const std::string& path : options.paths) paths.push_back(absolute_path(path));
  const std::string stray = unmatched_path(*commands, paths);
  if (!stray.empty())
    return fail(kVerb, stray + " holds no source file of " + build + "/compile_commands.json",
                kNotDone);

  const std::string folder = summary::common_folder(*commands);
  const auto project = read_project(options.config, folder, error);
  if (!project) return fail(kVerb, error, kNotDone);
  auto filters = plan_filters(options.link, *project, error);
  if (!filters) return fail(kVerb, error, kNotDone);
  if (!options.since.empty()) {
    filters->changes = Changes::since(options.since, folder, error);
    if (!filters->changes) return fail(kVerb, error, kNotDone);
  }
  filters->is_whole = paths.empty() && !filters->changes;
  if (!has_policy && !project->policy.empty()) options.link.policy = project->policy;
  Report report;
  if (const int code = Lint(options, *project, *commands, project_root(folder)).run(report, error))
    return error.empty() ? code : fail(kVerb, error, code);
  name_findings(fingerprint_root(folder), report);
  keep_touching(paths, report);
  return finish(kVerb, options.link, *outputs, *filters, report);
}

}  // namespace

Verb add_lint(CLI::App& app) {
  auto options = std::make_shared<LintOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Check a whole C or C++ program");
  add_build_option(*verb, options->build);
  verb->add_option("paths", options->paths, "Report only what touches these files and folders")
      ->type_name("PATH");
  verb->add_option("--since", options->since,
                   "Report only what touches lines changed since the branch left REV")
      ->type_name("REV");
  verb->add_option("-j", options->jobs, "How many files to parse at once (as there are cores)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U));
  verb->add_option("--launcher", options->launcher,
                   "Put CMD before each action that parses a file (nice, a distributor)")
      ->type_name("CMD");
  verb->add_flag("--all", options->all,
                 "Parse every file, not only those that can have to do with handles");
  verb->add_flag("--explain-skipped", options->explain_skipped,
                 "Say of each file that is not parsed why, on stderr");
  add_link_options(*verb, options->link);
  add_config_option(*verb, options->config);
  verb->footer("Exit code: 0 clean, 1 findings, 2 when it could not be done for every file.");
  return {verb, [options, verb] { return run(*options, verb->count("--policy") != 0); }, kNotDone};
}

}  // namespace lanyard::cli
