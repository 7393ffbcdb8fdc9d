// What the page reads: the report as JSON, with what only the command can know added.
#pragma once

#include <string>

#include "cli/findings.h"

namespace lanyard::cli::html {

/// The report as one JSON text that can stand inside <script type="application/json">:
/// no `<` is in it. The keys are those of docs/results.md but for `checked` and `sites`, left out
/// where they are empty, and
///   root            the folder that paths are shown relative to
///   rules           {ID: {help, policy, page}} of the rules that occur
///   files           {PATH: {name, own, lines: {NUMBER: TEXT}}}: how a file is called for
///                   short, whether it is the program's own, and excerpts
///   findings[].join.told  what the runs say, in one clause
///   findings[].id   names the finding from one run to the next, and is unique on the page
/// Native frames have the short `function`, its whole name as `full`, and `plumbing`.
/// Every string is made safe to show (cli/format/escape.h), those with tabs in `lines` too.
std::string page_data(const Report& report, const std::string& root);

/// An id for each finding, in their order, that can stand in an address: its fingerprint, letters
/// and digits alone, and a number behind it where several have the same.
std::vector<std::string> page_ids(const Report& report);

}  // namespace lanyard::cli::html
