#include "cli/suppressions.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cli/format/function_name.h"
#include "cli/paths.h"
#include "cli/verbs.h"
#include "contract/suppression.h"

namespace lanyard::cli {
namespace {

using contract::SuppressionPattern;

bool is_named(const SuppressionPattern& pattern, const NativeFrame& frame) {
  return pattern.names(frame.symbol) || pattern.names(frame.function) ||
         pattern.names(short_function(frame.function)) || pattern.names_path(frame.module);
}

bool is_named(const SuppressionPattern& pattern, const PythonFrame& frame) {
  return pattern.names(frame.function) || pattern.names_path(frame.file);
}

bool is_named(const SuppressionPattern& pattern, const Stacks& stacks) {
  auto is_named_frame = [&](const auto& frame) { return is_named(pattern, frame); };
  return std::any_of(stacks.native.begin(), stacks.native.end(), is_named_frame) ||
         std::any_of(stacks.python.begin(), stacks.python.end(), is_named_frame);
}

// A static finding, which has no stacks.
bool is_named(const SuppressionPattern& pattern, const Finding& finding) {
  return pattern.names(finding.handle.name) ||
         (finding.where && pattern.names_path(finding.where->file)) ||
         std::any_of(finding.steps.begin(), finding.steps.end(), [&](const Step& step) {
           return pattern.names(step.function) || pattern.names(short_function(step.function)) ||
                  pattern.names_path(step.where.file);
         });
}

// A name as a glob that matches it: what a line of the file cannot hold becomes `?`.
std::string glob_of(std::string_view name) {
  std::string glob(name);
  for (std::size_t i = 0; i < glob.size(); ++i) {
    const bool is_control = static_cast<unsigned char>(glob[i]) < 0x20 || glob[i] == 0x7f;
    const bool begins_comment = glob[i] == '#' && (i == 0 || glob[i - 1] == ' ');
    const bool is_at_edge = glob[i] == ' ' && (i == 0 || i + 1 == glob.size());
    if (is_control || begins_comment || is_at_edge) glob[i] = '?';
  }
  return glob;
}

// What C and Python call code that has no name of its own, or the same one everywhere.
bool is_telling(std::string_view function) {
  return !function.empty() && function.front() != '<' && function != "main" && function != "run";
}

// A frame of the project's own, rather than of a library: one with source, for C and C++.
bool is_own(const NativeFrame& frame) { return !frame.file.empty() && !is_plumbing(frame); }
bool is_own(const PythonFrame& frame) { return library_path(frame.file).empty(); }

// The names to tell a finding by, the most telling first. Only such as all the violations
// have that were merged into it.
std::vector<std::string> telling_names(const Finding& finding) {
  std::vector<std::string> functions, files;
  auto add_stack = [&](const Stacks& stacks) {
    for (const PythonFrame& frame : stacks.python) {
      if (!is_own(frame)) continue;
      if (is_telling(frame.function)) functions.push_back(frame.function);
      files.emplace_back(base_name(frame.file));
    }
    for (const NativeFrame& frame : stacks.native) {
      if (!stacks.python.empty() || !is_own(frame)) continue;
      const std::string function = short_function(frame.function);
      if (is_telling(function)) functions.push_back(function);
    }
  };
  // Whom the garbage collector interrupted is chance.
  if (finding.gc && finding.home)
    add_stack(*finding.home);
  else
    each_stack(finding, add_stack);
  std::vector<std::string> names = std::move(functions);
  names.insert(names.end(), files.begin(), files.end());
  if (finding.handle.connection && !finding.handle.connection->file.empty())
    names.emplace_back(base_name(finding.handle.connection->file));
  names.push_back(finding.api);
  return names;
}

std::string propose(const Finding& finding, const std::vector<Finding>& all) {
  std::string best = finding.rule + ":*";
  std::size_t fewest = all.size() + 1;
  for (const std::string& name : telling_names(finding)) {
    const std::string pattern = finding.rule + ":" + glob_of(name);
    if (!is_suppressed_by(finding, pattern)) continue;
    const auto hidden =
        static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Finding& other) {
          return is_suppressed_by(other, pattern);
        }));
    if (hidden >= fewest) continue;
    best = pattern;
    fewest = hidden;
  }
  if (fewest > 1 && fewest <= all.size())
    best += "  # and " + counted(fewest - 1, "other report", "other reports");
  return best;
}

}  // namespace

std::optional<Suppressions> Suppressions::read(const std::string& file, std::string& error) {
  Suppressions read;
  if (file.empty()) return read;
  read.file_ = file;
  std::error_code unknown;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file, unknown)) {
    error = "cannot read the suppressions " + file + ": " + std::strerror(stream ? EISDIR : errno);
    return std::nullopt;
  }
  unsigned number = 0;
  for (std::string text; std::getline(stream, text);) {
    const contract::SuppressionLine line = contract::read_suppression(text);
    ++number;
    if (!line.complaint.empty()) {
      error = file + ":" + std::to_string(number) + ": '" + std::string(line.text) + "' " +
              std::string(line.complaint);
      return std::nullopt;
    }
    if (!line.text.empty()) read.lines_.push_back({std::string(line.text), number});
  }
  return read;
}

Suppressions Suppressions::of_lines(const std::vector<std::string>& lines) {
  Suppressions made;
  for (const std::string& line : lines) {
    const contract::SuppressionLine read = contract::read_suppression(line);
    if (!read.text.empty()) made.lines_.push_back({std::string(read.text), 0});
  }
  return made;
}

void Suppressions::apply(Report& report) const {
  for (const Line& line : lines_) add_hits(report, line.text, 0);
  auto hide = [&](const Finding& finding) {
    for (const Line& line : lines_) {
      if (!is_suppressed_by(finding, line.text)) continue;
      add_hits(report, line.text, finding.count);
      return true;
    }
    return false;
  };
  const auto take_out = [&](std::vector<Finding>& findings) {
    findings.erase(std::remove_if(findings.begin(), findings.end(), hide), findings.end());
  };
  take_out(report.findings);
  // Of an earlier report of both halves.
  for (Finding& finding : report.findings) {
    if (!finding.join || finding.join->evidence != Evidence::confirmed) continue;
    take_out(finding.join->confirmed_by);
    if (finding.join->confirmed_by.empty()) finding.join.reset();
  }
}

void Suppressions::tell_unused(const std::string& verb, const Report& report) const {
  const bool all_ended =
      std::all_of(report.runs.begin(), report.runs.end(), [](const Run& run) { return run.ended; });
  if (report.runs.empty() || !all_ended) return;
  tell_unused(verb, report, [](const std::string& rule) {
    const contract::Rule* row = contract::find_rule(rule);
    return !row || row->half == contract::Half::runtime;
  });
}

void Suppressions::tell_unused(
    const std::string& verb, const Report& report,
    const std::function<bool(const std::string& rule)>& is_looked_for) const {
  for (const Suppressed& suppressed : report.suppressions) {
    const std::string rule = suppressed.pattern.substr(0, suppressed.pattern.find(':'));
    if (suppressed.hits > 0 || !is_looked_for(rule)) continue;
    const auto line = std::find_if(lines_.begin(), lines_.end(), [&](const Line& each) {
      return each.text == suppressed.pattern;
    });
    const std::string place = line == lines_.end() || line->number == 0
                                  ? ""
                                  : " (" + file_ + ":" + std::to_string(line->number) + ")";
    fail(verb, "suppression '" + suppressed.pattern + "'" + place + " matched nothing", 0);
  }
}

void add_hits(Report& report, const std::string& pattern, std::uint64_t hits) {
  for (Suppressed& known : report.suppressions) {
    if (known.pattern != pattern) continue;
    known.hits += hits;
    return;
  }
  report.suppressions.push_back({pattern, hits});
}

bool is_suppressed_by(const Finding& finding, std::string_view text) {
  const SuppressionPattern pattern = contract::read_suppression(text).pattern;
  if (!pattern.is_for(finding.rule)) return false;
  if (finding.half == contract::Half::checker) return is_named(pattern, finding);
  bool is_matched = pattern.names(finding.api) || pattern.names(finding.finalizer);
  each_stack(finding,
             [&](const Stacks& stacks) { is_matched = is_matched || is_named(pattern, stacks); });
  const Handle& handle = finding.handle;
  return is_matched || (handle.connection && pattern.names_path(handle.connection->file)) ||
         (handle.caller && is_named(pattern, *handle.caller));
}

void propose_suppressions(Report& report) {
  std::vector<Finding>& all = report.findings;
  for (Finding& finding : all)
    if (finding.half == contract::Half::runtime) finding.suppression = propose(finding, all);
}

}  // namespace lanyard::cli
