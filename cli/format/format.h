// The formats a report can be written in: one row, one function, one file each.
//
// A format is a function from Report to text. It knows one format and nothing of where
// findings come from or where the text goes (cli/output.h).
#pragma once

#include <string>
#include <string_view>

#include "cli/findings.h"

namespace lanyard::cli {

struct FormatOptions {
  bool color = false;      // escape sequences for a terminal; text only
  bool summary = true;     // the line that sums up; text and github
  std::string directory;   // paths are shown relative to it
  std::string repository;  // and, for code hosts, to this: see fingerprint_root()
};

/// clang-style diagnostics and stacks, for a person.
std::string render_text(const Report& report, const FormatOptions& options);

/// docs/results.md describes it; `lanyard report` reads it again.
std::string render_json(const Report& report, const FormatOptions& options);

/// SARIF 2.1.0, as GitHub's code scanning takes it.
std::string render_sarif(const Report& report, const FormatOptions& options);

/// One page for a browser that needs no network and no other file (docs/page.md).
std::string render_html(const Report& report, const FormatOptions& options);

/// JUnit's XML: a finding is a test that failed.
std::string render_junit(const Report& report, const FormatOptions& options);

/// Workflow commands, which GitHub shows as annotations.
std::string render_github(const Report& report, const FormatOptions& options);

/// A Code Quality report, which GitLab shows in merge requests.
std::string render_gitlab(const Report& report, const FormatOptions& options);

struct Format {
  std::string_view name;
  std::string (*render)(const Report&, const FormatOptions&);
};

/// The first is the one used when nobody asks for another.
inline constexpr Format kFormats[] = {
    {"text", render_text},   {"json", render_json},     {"sarif", render_sarif},
    {"junit", render_junit}, {"github", render_github}, {"gitlab", render_gitlab},
    {"html", render_html},
};

/// The row of a format's name, or nullptr for a word that is none.
constexpr const Format* find_format(std::string_view name) {
  for (const Format& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

/// Whether there was anything to look at: a translation unit, or a process that used
/// SQLite. Without, nothing found does not mean that nothing is wrong.
bool has_looked(const Report& report);

/// What was found and what was looked at, in one line.
std::string summary(const Report& report);

}  // namespace lanyard::cli
