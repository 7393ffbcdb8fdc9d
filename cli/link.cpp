// `lanyard link`: fact files to findings, the second of lint's two steps.
//
// What it says depends on the files' contents alone, not on their names or order.
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>

#include "checker/facts/facts.h"
#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/fingerprints.h"
#include "cli/linking.h"
#include "cli/paths.h"
#include "cli/project.h"
#include "cli/verbs.h"
#include "cli/wants.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "link";

struct LinkVerbOptions {
  LinkOptions link;
  std::string config;
  std::string root;
  std::string wants;
  bool unfiltered = false;
  std::vector<std::string> files;
};

// Puts the names that a list holds, one a line, in the place of each `@LIST`.
bool expand(const std::vector<std::string>& words, std::vector<std::string>& files,
            std::string& error) {
  for (const std::string& word : words) {
    if (word.empty() || word.front() != '@') {
      files.push_back(word);
      continue;
    }
    const std::string name = word.substr(1);
    const auto text = read_file(name, error);
    if (!text) {
      error.insert(0, name + ": ");
      return false;
    }
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) files.push_back(line);
  }
  if (files.empty()) error = "no fact file: the lists are empty";
  return !files.empty();
}

// The modules of the files, each distinct content once, in the order of the contents. The names
// of units without facts go to `unparsed`.
std::vector<summary::Module> read_all(const std::vector<std::string>& files,
                                      const std::string& root, std::vector<std::string>& unparsed,
                                      Report& report) {
  std::map<std::string, std::string> name_of;  // by content
  for (const std::string& file : files) {
    std::string error;
    auto bytes = read_file(file, error);
    if (!bytes)
      report.problems.push_back({file, error});
    else
      name_of.try_emplace(std::move(*bytes), file);
  }
  std::vector<summary::Module> modules;
  std::map<std::uint64_t, std::string> made;  // a file, by its configuration
  for (const auto& [bytes, file] : name_of) {
    facts::Facts facts;
    std::string error;
    if (facts::read(bytes, facts, error)) {
      if (facts.problem.empty()) {
        modules.push_back(std::move(facts.module));
      } else {
        report.problems.push_back({absolute_path(facts.module.file, root), facts.problem});
        unparsed.push_back(std::move(facts.module.file));
      }
      made.emplace(facts.configuration, file);
    } else {
      report.problems.push_back({file, error});
    }
  }
  if (made.size() > 1)
    report.problems.push_back(
        {made.begin()->second, "was made with other rules in .lanyard.yaml than " +
                                   made.rbegin()->second + "; make all of them again"});
  std::sort(unparsed.begin(), unparsed.end());
  std::sort(report.problems.begin(), report.problems.end(),
            [](const Problem& a, const Problem& b) { return a.file < b.file; });
  return modules;
}

int run(LinkVerbOptions& options, bool has_policy) {
  std::string error;
  if (!check(options.link, error)) return fail(kVerb, error, kNotDone);
  const auto outputs = Outputs::plan(options.link.output, STDOUT_FILENO, error);
  if (!outputs) return fail(kVerb, error, kNotDone);
  std::vector<std::string> files;
  if (!expand(options.files, files, error)) return fail(kVerb, error, kNotDone);
  const std::string root = absolute_path(options.root);
  const auto project = read_project(options.config, root, error);
  if (!project) return fail(kVerb, error, kNotDone);
  if (!has_policy && !project->policy.empty()) options.link.policy = project->policy;
  auto filters =
      options.unfiltered ? std::optional(Filters()) : plan_filters(options.link, *project, error);
  if (!filters) return fail(kVerb, error, kNotDone);
  Report report;
  std::vector<std::string> unparsed;
  const std::vector<summary::Module> modules = read_all(files, root, unparsed, report);
  const Locate locate = [&](const std::string& name) {
    // A header that the compiler found in a folder that no fact file names.
    return name.front() == '<' ? name : absolute_path(root + "/" + name);
  };
  std::set<link::Want> wants;
  link_modules(options.link, modules, {locate, fingerprint_root(root)}, report,
               options.wants.empty() ? nullptr : &wants);
  report.units += unparsed.size();
  report.checked.front().root = root;
  report.checked.front().unparsed = std::move(unparsed);
  if (!options.wants.empty() && !write_file(options.wants, wants_text(wants), error))
    return fail(kVerb, error, kNotDone);
  if (!options.unfiltered) return finish(kVerb, options.link, *outputs, *filters, report);
  return outputs->write(report, error) ? kClean : fail(kVerb, error, kNotDone);
}

}  // namespace

Verb add_link(CLI::App& app) {
  auto options = std::make_shared<LinkVerbOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Check the program that fact files are of");
  verb->add_option("files", options->files, "Fact files, and lists of such: @LIST, one a line")
      ->type_name("FILE")
      ->required();
  verb->add_option("--root", options->root, "The project's folder, for reports (.)")
      ->type_name("DIR");
  verb->add_flag("--unfiltered", options->unfiltered,
                 "Leave baseline and suppressions to whoever reads the report, and exit with 0");
  verb->add_option("--wants", options->wants,
                   "Write to FILE which functions' files it would need as well, for engines that "
                   "do not parse all")
      ->type_name("FILE");
  add_link_options(*verb, options->link);
  add_config_option(*verb, options->config);
  verb->footer("Exit code: 0 clean, 1 findings, 2 when a file could not be read.");
  return {verb, [options, verb] { return run(*options, verb->count("--policy") != 0); }, kNotDone};
}

}  // namespace lanyard::cli
