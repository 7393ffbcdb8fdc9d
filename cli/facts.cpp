// `lanyard facts`: one translation unit to one fact file, the first of lint's two steps.
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "checker/facts/facts.h"
#include "checker/summary/database.h"
#include "cli/compile_database.h"
#include "cli/depfile.h"
#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/linking.h"
#include "cli/paths.h"
#include "cli/verbs.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "facts";

struct FactsOptions {
  std::string build;
  std::string root;
  std::string output;
  std::string depfile;
  std::string dump;
  std::string source;
  std::vector<std::string> shown_in_help;
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
summary::Command command_of(const std::string& source, std::vector<std::string> line) {
  if (line.empty() || line.front().empty() || line.front().front() == '-')
    line.insert(line.begin(), "cc");
  summary::Command command;
  command.file = absolute_path(source);
  command.directory = working_directory();
  const bool has_source = std::any_of(line.begin() + 1, line.end(), [&](const std::string& word) {
    return absolute_path(word) == command.file;
  });
  if (!has_source) line.push_back(command.file);
  const std::string target = summary::target_of(summary::output_of(line));
  if (!target.empty()) command.targets.push_back(target);
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

int run(const FactsOptions& options, const std::vector<std::string>& flags, bool has_flags) {
  if (!options.dump.empty()) return dump(options.dump);
  if (options.source.empty())
    return fail(kVerb, "no source file: lanyard facts [options] SOURCE [-- COMPILER FLAGS...]",
                kNotDone);
  const std::string output =
      options.output.empty() ? std::string(base_name(options.source)) + ".facts" : options.output;
  std::string error;
  std::string root = working_directory();
  const auto command = has_flags ? std::optional(command_of(options.source, flags))
                                 : command_in(options, root, error);
  if (!command) return fail(kVerb, error, kNotDone);
  root = options.root.empty() ? project_root(root) : absolute_path(options.root);
  const model::Library& library = model::Library::built_in();
  const summary::Unit unit = summary::summarise(*command, library, root);
  if (!unit.error.empty()) return fail(kVerb, unit.error, kNotDone);
  // The depfile first: who has the facts can rely on it.
  if (!options.depfile.empty() &&
      !write_file(options.depfile, depfile(output, unit.inputs, working_directory()), error))
    return fail(kVerb, error, kNotDone);
  if (!write_file(output, facts::write({library.digest(), unit.module}), error))
    return fail(kVerb, error, kNotDone);
  return kClean;
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
  verb->add_option("-o,--output", options->output, "Write the facts to FILE (SOURCE.facts, here)")
      ->type_name("FILE");
  verb->add_option("--depfile", options->depfile, "Write what was read to FILE, for make and ninja")
      ->type_name("FILE");
  verb->add_option("--dump-json", options->dump, "Print a fact file instead")->type_name("FILE");
  verb->add_option("source", options->source, "The file to look at")->type_name("SOURCE");
  // Cut off before CLI11 sees them; named here for --help alone.
  verb->add_option("flags", options->shown_in_help, "Behind --: how to compile it")
      ->type_name("-- COMPILER FLAGS...");
  verb->footer("Exit code: 0 done, 2 when it could not be done; then nothing was written.");
  return {verb,
          [options, &flags] {
            return run(*options, flags.value_or(std::vector<std::string>()), flags.has_value());
          },
          kNotDone};
}

}  // namespace lanyard::cli
