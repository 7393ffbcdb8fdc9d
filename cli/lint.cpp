// `lanyard lint`: checks a whole program, all translation units of its compile database.
//
// It is `facts` for every file and then `link`, in one process.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <thread>

#include "checker/summary/database.h"
#include "cli/compile_database.h"
#include "cli/fingerprints.h"
#include "cli/linking.h"
#include "cli/paths.h"
#include "cli/project.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "lint";

struct LintOptions {
  LinkOptions link;
  std::string build;
  std::string config;
  std::string since;
  unsigned jobs = 0;
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

// Parses every file, several at once. The units come in the order of the commands, so that
// the result does not depend on which thread was faster.
std::vector<summary::Unit> summarise_all(const std::vector<summary::Command>& commands,
                                         const model::Library& library, const std::string& root,
                                         unsigned jobs) {
  std::vector<summary::Unit> units(commands.size());
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t i = next++; i < commands.size(); i = next++)
      units[i] = summary::summarise(commands[i], library, root);
  };
  std::vector<std::thread> others;
  const std::size_t wanted = jobs != 0 ? jobs : std::thread::hardware_concurrency();
  for (std::size_t i = 1; i < std::min(wanted, commands.size()); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return units;
}

int run(LintOptions& options, bool has_policy) {
  std::string error;
  if (!check(options.link, error)) return fail(kVerb, error, kNotDone);
  const auto outputs = Outputs::plan(options.link.output, STDOUT_FILENO, error);
  if (!outputs) return fail(kVerb, error, kNotDone);
  const std::string build = build_folder(options.build);
  const auto commands = summary::load_database(build, error);
  if (!commands) return fail(kVerb, error, kNotDone);
  std::vector<std::string> paths;
  paths.reserve(options.paths.size());
  for (const std::string& path : options.paths) paths.push_back(absolute_path(path));
  const std::string stray = unmatched_path(*commands, paths);
  if (!stray.empty())
    return fail(kVerb, stray + " holds no source file of " + build + "/compile_commands.json",
                kNotDone);

  const std::string folder = common_folder(*commands);
  const std::string root = project_root(folder);
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
  const model::Library library = model::Library::with(project->rules);
  Report report;
  std::vector<summary::Module> modules;
  std::map<std::string, std::string> elsewhere;
  std::set<std::string> told;
  std::vector<std::string> unparsed;
  for (summary::Unit& unit : summarise_all(*commands, library, root, options.jobs)) {
    if (!unit.error.empty() && told.insert(unit.error).second)
      report.problems.push_back({unit.file, unit.error});
    if (!unit.error.empty()) unparsed.push_back(relative_to(unit.file, root));
    elsewhere.insert(unit.elsewhere.begin(), unit.elsewhere.end());
    modules.push_back(std::move(unit.module));
  }
  const Locate locate = [&](const std::string& name) {
    const auto known = elsewhere.find(name);
    return known == elsewhere.end() ? absolute_path(root + "/" + name) : known->second;
  };
  link_modules(options.link, modules, {locate, fingerprint_root(folder), paths}, report);
  report.checked.front().root = root;
  report.checked.front().unparsed = std::move(unparsed);
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
  add_link_options(*verb, options->link);
  add_config_option(*verb, options->config);
  verb->footer("Exit code: 0 clean, 1 findings, 2 when it could not be done for every file.");
  return {verb, [options, verb] { return run(*options, verb->count("--policy") != 0); }, kNotDone};
}

}  // namespace lanyard::cli
