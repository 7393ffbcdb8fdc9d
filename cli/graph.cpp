#include "cli/graph.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "cli/format/escape.h"
#include "cli/paths.h"
#include "cli/shell.h"

namespace lanyard::cli {
namespace {

// One argument of a command may have 128 KiB on Linux, and Ninja gives the shell all in one.
constexpr std::size_t kLongLine = std::size_t{64} * 1024;

std::string hex(std::uint64_t value) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr int kNibbles = 16;
  std::string text;
  for (int i = kNibbles - 1; i >= 0; --i) text.push_back(kDigits[(value >> (4 * i)) & 0xf]);
  return text;
}

// FNV-1a: the same for ever, unlike std::hash.
std::uint64_t hash(const std::string& text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const unsigned char each : text) value = (value ^ each) * 0x100000001b3U;
  return value;
}

// In a variable's value, only the dollar means something.
std::string value(const std::string& text) {
  std::string result;
  for (const char each : text) {
    if (each == '$') result.push_back('$');
    result.push_back(each);
  }
  return result;
}

// Ninja takes neither inside a line.
bool has_break(const std::string& word) { return word.find_first_of("\r\n") != std::string::npos; }

// A line of the graph has no line breaks in it: the shell puts those of a word there.
std::string quoted(const std::string& word) {
  if (!has_break(word)) return shell_quoted(word);
  std::string escaped;
  for (const char each : word) {
    if (each == '\\') escaped += "\\\\";
    if (each == '\n') escaped += "\\n";
    if (each == '\r') escaped += "\\r";
    if (each != '\\' && each != '\n' && each != '\r') escaped.push_back(each);
  }
  return "\"$(printf %b " + shell_quoted(escaped) + ")\"";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& each : words) text.append(text.empty() ? "" : " ").append(quoted(each));
  return text;
}

// A word of a response file, as GCC and Clang read it.
std::string response_word(const std::string& word) {
  std::string result = "\"";
  for (const char each : word) {
    if (each == '"' || each == '\\') result.push_back('\\');
    result.push_back(each);
  }
  return result + "\"";
}

// The words behind the compiler's name, without the source, which stands behind them: `facts`
// has to find it.
std::string response_text(const std::vector<std::string>& line, const summary::Command& command) {
  const auto is_source = [&](const std::string& word) {
    return absolute_path(word, command.directory) == command.file;
  };
  const auto source = std::find_if(line.rbegin(), line.rend() - 1, is_source).base() - 1;
  std::string text;
  for (auto each = line.begin() + 1; each != line.end(); ++each)
    if (each != source) text += response_word(*each) + " ";
  return text;
}

// The compiler and its flags. What the object is called is said by --target.
std::vector<std::string> without_output(const std::vector<std::string>& line) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == "-o")
      ++i;
    else if (line[i].compare(0, 2, "-o") != 0 || summary::target_of(line[i].substr(2)).empty())
      kept.push_back(line[i]);
  }
  return kept;
}

std::string action_text(const FactsAction& action, const std::string& root) {
  const summary::Command& command = *action.command;
  std::vector<std::string> own = {"--directory", command.directory};
  for (const std::string& each : command.targets) own.insert(own.end(), {"--target", each});
  own.push_back(command.file);
  const std::vector<std::string> line = without_output(command.line);
  std::string flags = value(joined(line)), response;
  if (flags.size() > kLongLine && std::none_of(line.begin(), line.end(), has_break)) {
    response = response_text(line, command);
    // The compiler may run elsewhere, and would look for it there.
    flags = value(joined({line.front()})) + " @\"$$PWD\"/" + action.output + ".rsp " +
            value(quoted(command.file));
  }
  std::string text = "build " + action.output + ": facts" +
                     (response.empty() ? "" : "_by_response") + " | " + kKeyFile + "\n";
  // Ninja prints it on the terminal.
  text += "  name = " + value(escape(relative_to(command.file, root))) + "\n";
  text += "  source = " + value(joined(own)) + "\n  flags = " + flags + "\n";
  if (!response.empty()) text += "  response = " + value(response) + "\n";
  return text;
}

std::string facts_rule(const Graph& graph, const std::string& name, const std::string& more) {
  std::string project = "--root " + quoted(graph.root);
  if (!graph.config.empty()) project += " --config " + quoted(graph.config);
  std::string first = joined(graph.launcher);
  if (!first.empty()) first.push_back(' ');
  // What the action does not live to say, a second one says in its stead.
  return "rule " + name + "\n  command = " + value(first) + "$lanyard facts " + value(project) +
         " --exit-zero --if-changed -o $out --depfile $out.d --locations $out.where $source -- "
         "$flags || $lanyard facts " +
         value(project) +
         " --if-changed --gave-up $$? -o $out --depfile $out.d $source\n  depfile = $out.d\n  deps "
         "= gcc\n"
         "  restat = 1\n  description = facts $name\n" +
         more;
}

}  // namespace

std::vector<FactsAction> facts_actions(const std::vector<summary::Command>& commands) {
  std::vector<FactsAction> actions;
  std::map<std::string, unsigned> seen;  // a file can be compiled in several ways
  for (const summary::Command& each : commands) {
    const std::string key = each.file + "#" + std::to_string(seen[each.file]++);
    actions.push_back({&each, "facts/" + hex(hash(key)) + ".facts"});
  }
  return actions;
}

std::string locations_file(const std::string& output) { return output + ".where"; }

std::string graph_text(const Graph& graph) {
  std::string text =
      "# Written by lanyard lint, and written again whenever it would differ.\n"
      "ninja_required_version = 1.5\nbuilddir = .\nlanyard = " +
      value(quoted(graph.lanyard)) + "\n\n";
  text += facts_rule(graph, "facts", "");
  text += facts_rule(graph, "facts_by_response",
                     "  rspfile = $out.rsp\n  rspfile_content = $response\n");
  text += "rule link\n  command = $lanyard link --unfiltered --root " +
          value(quoted(graph.root) + " " + joined(graph.link_options)) + " --wants " + kWantsFile +
          " --format json=" + kReportFile +
          " @linked.rsp\n  rspfile = linked.rsp\n"
          "  rspfile_content = $in_newline\n  description = link\n\n";
  std::string outputs;
  for (const FactsAction& each : graph.actions) {
    text += action_text(each, graph.root);
    outputs += " $\n  " + each.output;
  }
  text += std::string("\nbuild ") + kReportFile + " | " + kWantsFile + ": link" + outputs + " | " +
          kKeyFile + "\ndefault " + kReportFile + "\n";
  return text;
}

}  // namespace lanyard::cli
