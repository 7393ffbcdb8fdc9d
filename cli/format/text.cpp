// The text format: what a person reads on the terminal.
//
// The two halves look unlike because they tell unlike things: the checker points into
// source, as compilers do (text_checker.cpp), the runtime shows two threads and their
// stacks (text_runtime.cpp).
#include "cli/format/text.h"

#include <algorithm>

#include "cli/format/escape.h"
#include "cli/format/format.h"

namespace lanyard::cli {
namespace {

// Whether a process called an SQLite that could be watched.
bool used_sqlite(const Run& run) { return !run.sqlite.version.empty() || !run.sqlite.path.empty(); }

// Whether a process counts among those that the result rests on: one whose results are not all
// there is called clean by nobody, but what is found in them is found.
bool was_looked_at(const Report& report, const Run& run) {
  return used_sqlite(run) && (!run.incomplete || !report.findings.empty());
}

// " in 2 processes": what a result rests on.
std::string looked_at(const Report& report) {
  std::string text;
  if (report.units > 0)
    text = " in " + counted(report.units, "translation unit", "translation units");
  const auto processes = std::count_if(report.runs.begin(), report.runs.end(),
                                       [&](const Run& run) { return was_looked_at(report, run); });
  if (processes > 0)
    text += (text.empty() ? " in " : " and ") +
            counted(static_cast<std::uint64_t>(processes), "process", "processes");
  return text;
}

// What the shim counted but told nothing of.
std::string left_out(const Report& report) {
  Counts sum;
  for (const Run& run : report.runs) {
    sum.unreported += run.counts.unreported;
    sum.at_exit += run.counts.at_exit;
  }
  std::uint64_t suppressed = 0;
  for (const Suppressed& suppression : report.suppressions) suppressed += suppression.hits;
  std::string text;
  if (suppressed > 0)
    text += "; " +
            (report.runs.empty() ? counted(suppressed, "finding", "findings")
                                 : counted(suppressed, "use", "uses")) +
            " suppressed";
  if (report.in_baseline > 0)
    text += "; " + counted(report.in_baseline, "finding", "findings") + " of the baseline left out";
  if (sum.unreported > 0)
    text += "; " + counted(sum.unreported, "use", "uses") + " beyond max_reports left out";
  if (sum.at_exit > 0)
    text += "; " + counted(sum.at_exit, "use", "uses") + " while ending left out";
  return text;
}

std::string undone(const Report& report) {
  std::uint64_t number = 0;
  bool is_any_missing = false;  // what is the matter with processes names no file
  for (const Problem& problem : report.problems) {
    is_any_missing = is_any_missing || (problem.fatal && problem.file.empty());
    number += problem.fatal && !problem.file.empty() ? 1 + problem.others : 0;
  }
  const std::string missing = is_any_missing ? "; results are missing" : "";
  return number == 0 ? missing
                     : missing + "; " + counted(number, "file", "files") + " could not be checked";
}

}  // namespace

std::string render_text(const Report& report, const FormatOptions& options) {
  std::string text;
  for (const Finding& finding : report.findings) {
    text += finding.half == contract::Half::checker ? render_checker_finding(finding, options)
                                                    : render_runtime_finding(finding, options);
  }
  text = without_commands(text);
  if (options.summary && has_looked(report)) text += summary(report);
  return text;
}

bool has_looked(const Report& report) {
  return report.units > 0 ||
         std::any_of(report.runs.begin(), report.runs.end(),
                     [&](const Run& run) { return was_looked_at(report, run); });
}

std::string summary(const Report& report) {
  const std::string found = tally(report.findings);
  return "lanyard: " + (found.empty() ? "nothing found" : found) + looked_at(report) +
         left_out(report) + undone(report) + "\n";
}

}  // namespace lanyard::cli
