// GitHub's workflow commands: a line of a step's log that becomes an annotation on the file.
//
// The runner reads `::error file=...,line=...::message`, takes the escapes below back, and shows
// ten annotations of a kind for each step; the log shows all. What the program's text holds can
// neither end a command nor begin one: every line here is a command of ours, in which the
// runner's own words are escaped.
#include <algorithm>

#include "cli/format/brief.h"
#include "cli/format/escape.h"
#include "cli/format/format.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

using contract::Severity;

// What GitHub shows of each kind for one step.
constexpr std::size_t kMostShown = 10;

// What the runner takes back; the lines of a message are joined by "\n".
std::string quoted(std::string_view text, std::string_view also = "") {
  std::string safe;
  for (char c : text) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '\r' || c == '\n' || also.find(c) != std::string_view::npos)
      safe += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    else
      safe += c;
  }
  return safe;
}

std::string property(std::string_view text) { return quoted(escape(text), ":,"); }

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: break;
  }
  return "notice";
}

std::string command(std::string_view name, const std::optional<Place>& place,
                    std::string_view title, const std::string& message,
                    const FormatOptions& options) {
  std::string text = "::" + std::string(name) + " ";
  if (place) text += "file=" + property(relative_to(place->file, options.repository)) + ",";
  if (place && place->line > 0) {
    text += "line=" + std::to_string(place->line) + ",";
    if (place->column > 0) text += "col=" + std::to_string(place->column) + ",";
  }
  return text + "title=" + property(title) + "::" + quoted(message) + "\n";
}

std::string message_of(const Finding& finding, const FormatOptions& options) {
  std::string text = escape(sentence(finding));
  for (const Step& step : finding.steps) {
    text += "\n";
    if (step.role != "advice") {
      text += escape(relative_to(step.where.file, options.repository));
      if (step.where.line > 0) text += ":" + std::to_string(step.where.line);
      text += ": ";
    }
    text += escape(step.message);
    if (!step.function.empty()) text += ", in " + escape(step.function);
  }
  return text;
}

}  // namespace

std::string render_github(const Report& report, const FormatOptions& options) {
  std::string text;
  std::size_t most = 0;
  for (Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    std::size_t number = 0;
    for (const Finding& finding : report.findings) {
      if (finding.severity != severity) continue;
      ++number;
      text += command(command_of(severity), shown_place(finding), finding.rule,
                      message_of(finding, options), options);
    }
    most = std::max(most, number);
  }
  for (const Problem& problem : report.problems)
    if (problem.fatal)
      text += command("error", Place{problem.file}, "could not be checked", escape(told(problem)),
                      options);
  if (options.summary && has_looked(report)) text += summary(report);
  if (most > kMostShown)
    text += "lanyard: GitHub shows " + std::to_string(kMostShown) +
            " annotations of a kind for each step; this log has all\n";
  return text;
}

}  // namespace lanyard::cli
