// The `lanyard` command: picks the verb and runs it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <exception>

#include "cli/arguments.h"
#include "cli/format/escape.h"
#include "cli/verbs.h"

namespace {

using namespace lanyard::cli;

// CLI11 takes the words last to first.
void parse(CLI::App& app, std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());
  app.parse(std::move(words));
}

int usage_error(const std::vector<Verb>& verbs, const std::string& first_word,
                const CLI::ParseError& error) {
  std::string message = error.what();
  message = message.substr(0, message.find('\n'));
  if (!message.empty()) message[0] = static_cast<char>(std::tolower(message[0]));
  for (const Verb& verb : verbs) {
    if (!verb.app->parsed()) continue;
    const std::string name = verb.app->get_name();
    message.append(" (see lanyard ").append(name).append(" --help)");
    return fail(name, message, verb.usage_error);
  }
  if (!first_word.empty()) message = "there is no verb or option '" + first_word + "'";
  std::fprintf(stderr, "lanyard: %s (see lanyard --help)\n", escape(message).c_str());
  return kNotDone;
}

int run_command(std::vector<std::string> words) {
  CLI::App app("Finds SQLite handles that are used on the wrong thread.", "lanyard");
  app.set_version_flag("--version", "lanyard " LANYARD_VERSION);
  app.require_subcommand(1);
  const std::string first_word = words.empty() ? "" : words.front();
  std::vector<std::string> command;
  std::optional<std::vector<std::string>> flags;
  const std::vector<Verb> verbs = {add_run(app, command), add_lint(app),         add_report(app),
                                   add_explain(app),      add_facts(app, flags), add_link(app)};
  try {
    if (first_word == verbs.front().app->get_name()) {
      words.erase(words.begin());
      command = cut_command(*verbs.front().app, words);
      words.insert(words.begin(), first_word);
    } else if (first_word == "facts") {
      flags = cut_flags(words);
    }
    parse(app, words);
  } catch (const CLI::Success& request) {  // --help and --version
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    return usage_error(verbs, first_word, error);
  }
  for (const Verb& verb : verbs)
    if (verb.app->parsed()) return verb.run();
  return kNotDone;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run_command({words + std::min(count, 1), words + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lanyard: internal error: %s\n", escape(error.what()).c_str());
    const bool is_run = count > 1 && std::string(words[1]) == "run";
    return is_run ? kRunFailed : kNotDone;
  }
}
