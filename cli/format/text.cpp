// The text format: what a person reads on the terminal.
//
// The two halves look unlike because they tell unlike things: the checker points into
// source, as compilers do (text_checker.cpp), the runtime shows two threads and their
// stacks (text_runtime.cpp).
#include "cli/format/text.h"

#include "cli/format/format.h"

namespace lanyard::cli {
namespace {

// "2 processes using SQLite, 1,204 calls": what a clean result rests on.
std::string looked_at(const Report& report) {
  std::string text;
  if (report.units > 0)
    text = " in " + counted(report.units, "translation unit", "translation units");
  if (!report.runs.empty()) {
    text += text.empty() ? " in " : " and ";
    text += counted(report.runs.size(), "process", "processes");
    std::uint64_t uses = 0;
    for (const Run& run : report.runs) uses += run.counts.uses;
    if (uses > 0) text += " (" + counted(uses, "use", "uses") + " of SQLite handles)";
  }
  return text;
}

std::string unreported(const Report& report) {
  std::uint64_t number = 0;
  for (const Run& run : report.runs) number += run.counts.unreported;
  return number == 0 ? "" : "; " + counted(number, "more was", "more were") + " not reported";
}

std::string undone(const Report& report) {
  std::uint64_t number = 0;
  for (const Problem& problem : report.problems) number += problem.fatal;
  return number == 0 ? "" : "; " + counted(number, "file", "files") + " could not be checked";
}

}  // namespace

std::string render_text(const Report& report, const FormatOptions& options) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += finding.half == contract::Half::checker ? render_checker_finding(finding, options)
                                                    : render_runtime_finding(finding, options);
  }
  if (options.summary) text += summary(report) + "\n";
  return text;
}

std::string summary(const Report& report) {
  const std::string found = tally(report.findings);
  return "lanyard: " + (found.empty() ? "nothing found" : found) + looked_at(report) +
         unreported(report) + undone(report);
}

}  // namespace lanyard::cli
