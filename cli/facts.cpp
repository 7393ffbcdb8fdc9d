// `lanyard facts`: one translation unit to one fact file, the first of lint's two steps.
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "checker/facts/facts.h"
#include "checker/summary/database.h"
#include "cli/compile_database.h"
#include "cli/depfile.h"
#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/linking.h"
#include "cli/paths.h"
#include "cli/project.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "facts";
constexpr int kLargestStatus = 255;
/// Ends the name of a file that no depfile's reader will find, so that it tries again.
constexpr char kNeverThere[] = ".again";

struct FactsOptions {
  std::string build;
  std::string root;
  std::string config;
  std::string output;
  std::string depfile;
  std::string dump;
  std::string source;
  std::string directory;
  std::vector<std::string> targets;
  std::string locations;
  bool exit_zero = false;
  bool if_changed = false;
  int gave_up = 0;
  std::vector<std::string> flags;  // cut off before CLI11 sees them, or misplaced
};

int dump(const std::string& file) {
  std::string error;
  const auto bytes = read_file(file, error);
  if (!bytes) return fail(kVerb, file + ": " + error, kNotDone);
  facts::Facts read;
  if (!facts::read(*bytes, read, error)) return fail(kVerb, file + ": " + error, kNotDone);
  if (write_all(STDOUT_FILENO, facts::json(read))) return kClean;
  return fail(kVerb, "cannot write the dump of " + file, kNotDone);
}

// The command that stands behind `--`: the compiler's arguments, with or without its name
// before them and the source among them.
summary::Command command_of(const FactsOptions& options, std::vector<std::string> line) {
  if (line.empty() || line.front().empty() || line.front().front() == '-')
    line.insert(line.begin(), "cc");
  summary::Command command;
  command.file = absolute_path(options.source);
  command.directory = absolute_path(options.directory);
  const bool has_source = std::any_of(line.begin() + 1, line.end(), [&](const std::string& word) {
    return absolute_path(word, command.directory) == command.file;
  });
  if (!has_source) line.push_back(command.file);
  const std::string target = summary::target_of(summary::output_of(line));
  command.targets = options.targets;
  if (!target.empty() && options.targets.empty()) command.targets.push_back(target);
  command.line = std::move(line);
  return command;
}

// The database's command for a source, or nothing and a reason. `root` is set as well.
std::optional<summary::Command> command_in(const FactsOptions& options, std::string& root,
                                           std::string& error) {
  const std::string build = build_folder(options.build);
  const auto commands = summary::load_database(build, error);
  if (!commands) return std::nullopt;
  root = summary::common_folder(*commands);
  const std::string file = absolute_path(options.source);
  const auto found = std::find_if(commands->begin(), commands->end(),
                                  [&](const auto& each) { return each.file == file; });
  if (found != commands->end()) return *found;
  error = options.source + ": " + build +
          "/compile_commands.json has no command for it; give the compiler's flags after --";
  return std::nullopt;
}

// Writes a file of the action, and leaves it alone where it has this text if that was asked for.
bool put(const FactsOptions& options, const std::string& file, const std::string& text,
         std::string& error) {
  std::string unreadable;
  return (options.if_changed && read_file(file, unreadable) == text) ||
         write_file(file, text, error);
}

// "NAME<tab>PATH" for each file that the facts do not name by its path below the root.
std::string locations_text(const summary::Unit& unit) {
  std::string text;
  for (const auto& [name, path] : unit.elsewhere)
    text.append(name).append("\t").append(path).append("\n");
  return text;
}

// How an action ended that did not write its facts, by the status that a shell tells of it.
std::string ending(int status) {
  if (status > kSignalled)
    return "the action that reads it was killed by signal " + std::to_string(status - kSignalled) +
           " (" + strsignal(status - kSignalled) + "); its functions are not known";
  return "the action that reads it ended with exit code " + std::to_string(status) +
         "; its functions are not known";
}

int write_facts(const FactsOptions& options, const summary::Unit& unit, const std::string& output,
                std::uint64_t configuration) {
  std::string error;
  // The depfile first: who has the facts can rely on it. What killed an action, which has read
  // nothing then, may have been a matter of the moment.
  std::vector<std::string> inputs = unit.inputs;
  const auto has_break = [](const std::string& each) {
    return each.find('\n') != std::string::npos;  // a depfile cannot name it
  };
  const auto end = std::remove_if(inputs.begin(), inputs.end(), has_break);
  const bool is_short = end != inputs.end();
  inputs.erase(end, inputs.end());
  if (unit.may_mend_itself || inputs.empty() || is_short)
    inputs.push_back(absolute_path(output) + kNeverThere);
  if (!options.depfile.empty() &&
      !write_file(options.depfile, depfile(output, inputs, working_directory()), error))
    return fail(kVerb, error, kNotDone);
  if (!options.locations.empty() && !put(options, options.locations, locations_text(unit), error))
    return fail(kVerb, error, kNotDone);
  if (!put(options, output, facts::write({configuration, unit.module, unit.error}), error))
    return fail(kVerb, error, kNotDone);
  return kClean;
}

int run(const FactsOptions& options, const std::vector<std::string>& flags, bool has_flags) {
  if (!options.dump.empty()) return dump(options.dump);
  if (options.source.empty())
    return fail(kVerb, "no source file: lanyard facts [options] SOURCE [-- COMPILER FLAGS...]",
                kNotDone);
  if (!options.flags.empty())
    return fail(kVerb,
                "reads one source file, and '" + options.flags.front() +
                    "' is a second; run it for each, and give the compiler's flags after --",
                kNotDone);
  const std::string output =
      options.output.empty() ? std::string(base_name(options.source)) + ".facts" : options.output;
  std::string error;
  std::string root = working_directory();
  const auto command = has_flags || options.gave_up != 0 ? std::optional(command_of(options, flags))
                                                         : command_in(options, root, error);
  if (!command) return fail(kVerb, error, kNotDone);
  if (!options.root.empty()) root = absolute_path(options.root);
  const auto project = read_project(options.config, root, error);
  if (!project) return fail(kVerb, error, kNotDone);
  if (options.root.empty()) root = project_root(root);
  const model::Library library = model::Library::with(project->rules);
  summary::Unit unit;
  if (options.gave_up != 0)
    unit.error = command->file + ": " + ending(options.gave_up);
  else if (!summary::is_c_family(*command))
    unit.error = command->file + ": is no C or C++, by its name or -x; leave it out";
  else
    unit = summary::summarise(*command, library, root);
  if (!unit.error.empty() && !options.exit_zero && options.gave_up == 0)
    return fail(kVerb, unit.error, kNotDone);
  if (!unit.error.empty()) {
    unit.module = {};
    unit.module.file = relative_to(absolute_path(options.source), root);
  }
  return write_facts(options, unit, output, library.digest());
}

// Options for engines that run this verb as an action of theirs.
void add_engine_options(CLI::App& verb, FactsOptions& options) {
  verb.add_option("--directory", options.directory, "Where the compiler runs (.)")
      ->type_name("DIR");
  verb.add_option("--target", options.targets,
                  "A program or library that the object goes into; repeatable (as -o tells)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  verb.add_option("--locations", options.locations,
                  "Write to FILE where files are that the facts name otherwise than below the root")
      ->type_name("FILE");
  verb.add_flag("--exit-zero", options.exit_zero,
                "If SOURCE cannot be parsed, write facts that say so, for link to tell");
  verb.add_flag("--if-changed", options.if_changed,
                "Leave files alone that would not change (for Ninja's restat)");
  verb.add_option("--gave-up", options.gave_up,
                  "Parse nothing; write facts that say that the action ended with STATUS")
      ->type_name("STATUS")
      ->check(CLI::Range(1, kLargestStatus));
}

}  // namespace

Verb add_facts(CLI::App& app, const std::optional<std::vector<std::string>>& flags) {
  auto options = std::make_shared<FactsOptions>();
  CLI::App* verb = app.add_subcommand(kVerb, "Write what link needs to know of one source file");
  add_build_option(*verb, options->build);
  verb->add_option("--root", options->root,
                   "The project's folder (where its .lanyard.yaml is, else the folder of all "
                   "sources, or . with flags)")
      ->type_name("DIR");
  add_config_option(*verb, options->config);
  verb->add_option("-o,--output", options->output, "Write the facts to FILE (SOURCE.facts, here)")
      ->type_name("FILE");
  verb->add_option("--depfile", options->depfile, "Write what was read to FILE, for make and ninja")
      ->type_name("FILE");
  add_engine_options(*verb, *options);
  verb->add_option("--dump-json", options->dump, "Print a fact file instead")->type_name("FILE");
  verb->add_option("source", options->source, "The file to look at")->type_name("SOURCE");
  // Cut off before CLI11 sees them; named here for --help, and for what is not behind --.
  verb->add_option("flags", options->flags, "Behind --: how to compile it")
      ->type_name("-- COMPILER FLAGS...");
  verb->footer("Exit code: 0 done, 2 when it could not be done; then nothing was written.");
  return {verb,
          [options, &flags] {
            return run(*options, flags.value_or(std::vector<std::string>()), flags.has_value());
          },
          kNotDone};
}

}  // namespace lanyard::cli
