// Static findings as compilers write them, so that editors find their way:
//   file:line:column: severity: message [rule]
// then the source line and a caret, then a note for each step.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/format/escape.h"
#include "cli/format/paint.h"
#include "cli/format/text.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

// Line `number` of a file, or "" when it cannot be read. A stranger's results may name a pipe or a
// device, which has no end, or what says of /proc that it is an empty file.
std::string read_line(const std::string& path, unsigned number) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(path, unknown)) return "";
  if (std::filesystem::file_size(path, unknown) == 0) return "";
  std::ifstream file(path);
  std::string line;
  for (unsigned i = 0; i < number; ++i)
    if (!std::getline(file, line)) return "";
  return line;
}

// Tabs become spaces so that the caret stands right whatever the terminal's tab stops.
std::string printable(std::string_view source) {
  constexpr unsigned kTabStop = 8;
  std::string text;
  for (char c : source) {
    if (c == '\t')
      text.append(kTabStop - width(text) % kTabStop, ' ');
    else
      text += c;
  }
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return escape(text);
}

std::string snippet(const Place& place, const Paint& paint) {
  const std::string line = place.line == 0 ? "" : read_line(place.file, place.line);
  if (line.empty()) return "";
  std::string text = "  " + printable(line) + "\n";
  if (place.column > 0 && place.column <= line.size()) {
    const std::string before = printable(std::string_view(line).substr(0, place.column - 1));
    text += std::string(2 + width(before), ' ') + paint.green("^") + "\n";
  }
  return text;
}

std::string position(const Place& place, const FormatOptions& options) {
  std::string text = escape(relative_to(place.file, options.directory));
  if (place.line > 0) text += ":" + std::to_string(place.line);
  if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
  return text + ": ";
}

// What the runs say of it, with their stacks, each line set off.
std::string evidence(const Join& join, const FormatOptions& options) {
  const Paint paint(options.color);
  std::string text = "  " + paint.bold(told(join)) + "\n";
  for (const Finding& violation : join.confirmed_by) {
    std::istringstream lines(render_runtime_finding(violation, options));
    for (std::string line; std::getline(lines, line);) text += "    " + line + "\n";
  }
  return text;
}

}  // namespace

std::string render_checker_finding(const Finding& finding, const FormatOptions& options) {
  const Paint paint(options.color);
  const std::string severity = std::string(contract::name(finding.severity)) + ": ";
  std::string text;
  if (finding.where) text += paint.bold(position(*finding.where, options));
  text += paint.severity(finding.severity, severity) + paint.bold(escape(finding.message)) + " [" +
          finding.rule + "]\n";
  if (finding.where) text += snippet(*finding.where, paint);
  for (const Step& step : finding.steps) {
    text += paint.bold(position(step.where, options)) +
            paint.severity(contract::Severity::note, "note: ") + escape(step.message);
    if (!step.function.empty()) text += ", in " + escape(step.function);
    text += "\n";
    // What to do is told at the finding's own line, which stands above already.
    if (step.role != "advice") text += snippet(step.where, paint);
  }
  for (const Edit& edit : finding.edits)
    text += paint.bold(position(edit.where, options)) +
            paint.severity(contract::Severity::note, "note: ") + escape(edit.message) + "\n";
  if (finding.join) text += evidence(*finding.join, options);
  return text;
}

}  // namespace lanyard::cli
