// The user's suppressions, of both halves: contract/suppression.h says what a line means.
//
// The shim has applied them already, in the process that it watched, so that what it
// hides costs no report and ends no program. It did not know the names of static and
// inlined functions; those are known here.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/findings.h"

namespace lanyard::cli {

/// A suppressions file. Empty by default: suppresses nothing.
class Suppressions {
 public:
  /// Reads a file; "" stands for none. On a mistake, or when it cannot be read, returns nothing and
  /// sets `error` to one line that names the file and the line.
  static std::optional<Suppressions> read(const std::string& file, std::string& error);

  /// The same for lines that have no file of their own, and are known to be right.
  static Suppressions of_lines(const std::vector<std::string>& lines);

  /// Takes out of a report the findings that a line matches and adds them to its hits; the
  /// counts of `runs` stay as the shim made them. Call it on symbolized findings, before
  /// they are merged. Also lists the lines that nothing matched.
  void apply(Report& report) const;

  /// Tells on stderr, a line each, which suppressions of a report, its own or this file's,
  /// matched nothing. Nothing is told where a process was killed, which may have used them,
  /// or where nothing was looked at.
  void tell_unused(const std::string& verb, const Report& report) const;

  /// The same for the lines of rules of which `is_looked_for` is true, asked with RULE, which
  /// may be `*`.
  void tell_unused(const std::string& verb, const Report& report,
                   const std::function<bool(const std::string& rule)>& is_looked_for) const;

 private:
  struct Line {
    std::string text;  // RULE:GLOB
    unsigned number;   // 0 for none
  };
  std::string file_;
  std::vector<Line> lines_;
};

/// Adds to the hits of a pattern, which may be new to the report.
void add_hits(Report& report, const std::string& pattern, std::uint64_t hits);

/// Whether a line RULE:GLOB matches a finding.
bool is_suppressed_by(const Finding& finding, std::string_view pattern);

/// Sets each violation's `suppression`: a line that hides it, and no other of the report
/// where there is such a line; otherwise a comment in it says how many more it hides. It
/// names the innermost function of the project's own code, or else its file, the database,
/// or the API function.
void propose_suppressions(Report& report);

}  // namespace lanyard::cli
