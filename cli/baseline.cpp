#include "cli/baseline.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/file_input.h"
#include "cli/file_output.h"
#include "cli/findings_json.h"
#include "cli/format/escape.h"
#include "cli/format/format.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/verbs.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

using nlohmann::json;

constexpr char kVersionKey[] = "lanyard-baseline";
constexpr int kVersion = 1;
constexpr std::size_t kMostNamed = 10;

// "app.cpp: connection 'db' is used by ..., in main": without lines, which would change.
std::string clue_of(const Finding& finding) {
  std::string clue;
  if (finding.where) clue += std::string(base_name(finding.where->file)) + ": ";
  clue += finding.message;
  for (const Step& step : finding.steps) {
    if (step.role != "crosses" || step.function.empty()) continue;
    clue += ", in " + step.function;
    break;
  }
  return escape(clue);
}

// Calls `each` with the findings, and with those that confirm one.
template <typename Each>
void each_finding(const Report& report, Each each) {
  for (const Finding& finding : report.findings) {
    each(finding);
    if (finding.join)
      for (const Finding& violation : finding.join->confirmed_by) each(violation);
  }
}

// What a finding is called in a baseline. Its number among those of one fingerprint is left out
// for a violation: how many a run sees of them is chance.
std::string known_as(const Finding& finding) {
  const std::string& name = finding.fingerprint;
  return finding.half == contract::Half::checker ? name : name.substr(0, name.find(':'));
}

std::string word(const json& entry, const char* key) {
  return entry.is_object() && entry.contains(key) && entry[key].is_string()
             ? entry[key].get<std::string>()
             : "";
}

}  // namespace

void add_baseline_options(CLI::App& app, BaselineOptions& options) {
  app.add_option("--baseline", options.file, "Leave out the findings that FILE lists")
      ->type_name("FILE");
  app.add_flag("--update-baseline", options.update,
               "List what is found in the baseline, so that only what is new is told");
}

WouldFind runtime_would_find(const Report& report) {
  const bool is_whole =
      has_looked(report) && !has_fatal_problem(report) && report.in_baseline == 0 &&
      std::all_of(report.runs.begin(), report.runs.end(), [](const Run& run) { return run.ended; });
  const bool ran = is_whole && !report.runs.empty();
  return [ran](const std::string& id) {
    const contract::Rule* rule = contract::find_rule(id);
    return ran && rule && rule->half == contract::Half::runtime;
  };
}

std::optional<Baseline> Baseline::open(const BaselineOptions& options, std::string& error) {
  Baseline baseline;
  baseline.options_ = options;
  if (options.file.empty()) {
    if (!options.update) return baseline;
    error = "--update-baseline needs to know which: --baseline FILE, or baseline in .lanyard.yaml";
    return std::nullopt;
  }
  std::error_code unknown;
  const bool exists = std::filesystem::exists(options.file, unknown);
  if (options.update && !can_write_file(options.file, error)) return std::nullopt;
  if (options.update && !exists) return baseline;
  const auto text = read_file(options.file, error);
  if (!text) {
    error = "baseline " + options.file + " " + error;
    if (!exists) error += "; --update-baseline makes it";
    return std::nullopt;
  }
  if (baseline.parse(*text, error)) return baseline;
  error = "baseline " + options.file + " " + error;
  return std::nullopt;
}

bool Baseline::parse(std::string_view text, std::string& error) {
  const char* again = "; take it from version control, or delete it and use --update-baseline";
  json value;
  try {
    value = parse_json(text);
  } catch (const json::exception&) {
    error = text.find("\n<<<<<<< ") != std::string_view::npos
                ? "has a merge conflict in it; keep the entries of both sides"
                : std::string("is cut short, or no JSON") + again;
    return false;
  }
  if (!value.is_object() || !value.contains(kVersionKey)) {
    error = "is JSON, but no baseline of lanyard";
    return false;
  }
  if (value[kVersionKey] != kVersion) {
    error = "is of version " + value[kVersionKey].dump() + ", and this lanyard reads " +
            std::to_string(kVersion) + again;
    return false;
  }
  const json findings = value.value("findings", json());
  bool is_right = findings.is_array();
  for (const json& each : findings) {
    const std::string fingerprint = word(each, "fingerprint");
    is_right = is_right && !fingerprint.empty() && !word(each, "rule").empty();
    entries_[fingerprint] = {word(each, "rule"), word(each, "clue")};
  }
  if (!is_right) error = std::string("has entries without a fingerprint and a rule") + again;
  return is_right;
}

std::string Baseline::to_text() const {
  std::string text =
      std::string("{\n\"") + kVersionKey + "\": " + std::to_string(kVersion) + ",\n\"findings\": [";
  const char* separator = "\n";
  for (const auto& [fingerprint, entry] : entries_) {
    const nlohmann::ordered_json line = {
        {"fingerprint", fingerprint}, {"rule", entry.rule}, {"clue", entry.clue}};
    text += separator + line.dump(-1, ' ', false, json::error_handler_t::replace);
    separator = ",\n";
  }
  return text + "\n]\n}\n";
}

std::vector<std::string> Baseline::missing(const Report& report,
                                           const WouldFind& would_find) const {
  std::set<std::string> found;
  each_finding(report, [&](const Finding& finding) { found.insert(known_as(finding)); });
  std::vector<std::string> all;
  for (const auto& [fingerprint, entry] : entries_)
    if (found.count(fingerprint) == 0 && would_find(entry.rule)) all.push_back(fingerprint);
  return all;
}

void Baseline::tell_missing(const std::string& verb, const std::vector<std::string>& all,
                            Gone gone) const {
  if (all.empty()) return;
  if (gone == Gone::counted) {
    fail(verb,
         counted(all.size(), "entry", "entries") + " of the baseline " + options_.file +
             " did not occur in this run",
         0);
    return;
  }
  const bool is_sure = gone == Gone::removed;
  for (std::size_t i = 0; i < std::min(all.size(), kMostNamed); ++i) {
    const Entry& entry = entries_.at(all[i]);
    const char* what = is_sure ? " no longer occurs: " : " did not occur: ";
    fail(verb, options_.file + ": " + all[i] + what + entry.rule + ", " + entry.clue, 0);
  }
  std::string more;
  if (all.size() > kMostNamed)
    more = options_.file + ": nor did " +
           counted(all.size() - kMostNamed, "other entry", "other entries") + "; ";
  fail(verb,
       more + (is_sure ? "--update-baseline removes what no longer occurs"
                       : "delete the lines of what you know to be mended"),
       0);
}

bool Baseline::update(const std::string& verb, const Report& report,
                      const std::vector<std::string>& removed, std::string& error) {
  for (const std::string& fingerprint : removed) entries_.erase(fingerprint);
  std::size_t added = 0;
  each_finding(report, [&](const Finding& finding) {
    added += entries_.try_emplace(known_as(finding), Entry{finding.rule, clue_of(finding)}).second;
  });
  if (!write_file(options_.file, to_text(), error)) return false;
  fail(verb,
       "baseline " + options_.file + ": " + counted(entries_.size(), "entry", "entries") + ", " +
           std::to_string(added) + " added, " + std::to_string(removed.size()) + " removed",
       0);
  return true;
}

bool Baseline::apply(const std::string& verb, Report& report, const WouldFind& would_find,
                     Gone gone, std::string& error) {
  const std::vector<std::string> all = missing(report, would_find);
  const bool removes = options_.update && gone == Gone::removed;
  if (!removes) tell_missing(verb, all, gone);
  if (options_.update && !update(verb, report, removes ? all : std::vector<std::string>(), error))
    return false;
  auto& findings = report.findings;
  const auto known = std::remove_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return entries_.count(known_as(finding)) != 0;
  });
  report.in_baseline += static_cast<std::uint64_t>(findings.end() - known);
  findings.erase(known, findings.end());
  return true;
}

}  // namespace lanyard::cli
