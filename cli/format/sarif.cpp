// SARIF 2.1.0, for code scanning.
//
// One run with all rules. A result's code flow has one thread flow for each thread: home and
// use, and the fork or the second party where the rule is about one, or who holds a lock; in the
// order that things happen, outermost frame first.
#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/format/brief.h"
#include "cli/format/escape.h"
#include "cli/format/format.h"
#include "cli/pages.h"
#include "cli/paths.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

using nlohmann::json;

// What paths in the report are relative to: the folder that the command ran in.
constexpr char kRoot[] = "SRCROOT";
// What the rules are about, for a person who clicks on one.
constexpr char kBackground[] = "https://www.sqlite.org/threadsafe.html";

std::string uri_path(std::string_view path) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~/!$&'()*+,;=@";
  std::string text;
  for (unsigned char c : path) {
    const bool is_plain = (c < 0x80 && std::isalnum(c)) ||
                          kPlain.find(static_cast<char>(c)) != std::string_view::npos;
    if (is_plain)
      text += static_cast<char>(c);
    else
      text += {'%', kDigits[c >> 4], kDigits[c & 15]};
  }
  return text;
}

json message(std::string text) {
  text = escape(text);
  if (!text.empty() && text.back() != '.') text += '.';
  return {{"text", text}};
}

json artifact(const std::string& file, const std::string& root) {
  const std::string relative = relative_to(file, root);
  if (relative.size() < file.size()) return {{"uri", uri_path(relative)}, {"uriBaseId", kRoot}};
  if (!file.empty() && file.front() == '/') return {{"uri", "file://" + uri_path(file)}};
  return {{"uri", uri_path(file)}};
}

json physical(const Place& place, const std::string& root) {
  json location = {{"artifactLocation", artifact(place.file, root)}};
  if (place.line > 0) location["region"]["startLine"] = place.line;
  if (place.line > 0 && place.column > 0) location["region"]["startColumn"] = place.column;
  return location;
}

json location(const Place& place, const std::string& function, const std::string& text,
              const std::string& root) {
  json value = json::object();
  if (!place.file.empty() && place.file.front() != '<')
    value["physicalLocation"] = physical(place, root);
  if (!function.empty())
    value["logicalLocations"] =
        json::array({{{"fullyQualifiedName", function}, {"kind", "function"}}});
  if (!text.empty()) value["message"] = message(text);
  return value;
}

// "cross-thread-use" as SARIF wants a friendly name: "CrossThreadUse".
std::string pascal_case(std::string_view id) {
  std::string text;
  bool starts_word = true;
  for (char c : id) {
    if (c != '-') text += starts_word ? static_cast<char>(std::toupper(c)) : c;
    starts_word = c == '-';
  }
  return text;
}

json rule_row(const contract::Rule& rule) {
  std::string help(rule.help);
  help[0] = static_cast<char>(std::toupper(help[0]));
  const contract::PolicyRow* policy = contract::find_policy(contract::name(rule.policy));
  const std::string breaks =
      "It breaks the policy '" + std::string(policy->id) + "': " + std::string(policy->rule) + ".";
  const std::string_view page = rule_page(rule.id);
  json row = {{"id", rule.id},
              {"name", pascal_case(rule.id)},
              {"shortDescription", {{"text", help + "."}}},
              {"fullDescription", {{"text", help + ". " + breaks}}},
              {"helpUri", kBackground},
              {"help", {{"text", help + ". " + breaks}}},
              {"defaultConfiguration", {{"level", contract::name(rule.severity)}}},
              {"properties",
               {{"tags", {"concurrency", "sqlite", name(rule.half)}}, {"precision", "high"}}}};
  if (!page.empty()) row["help"] = {{"text", page}, {"markdown", page}};
  return row;
}

json tool(const Report& report) {
  json rules = json::array();
  for (const contract::Rule& rule : contract::kRules) rules.push_back(rule_row(rule));
  return {{"driver",
           {{"name", report.tool.name},
            {"fullName", "Lanyard " + report.tool.version},
            {"version", report.tool.version},
            {"semanticVersion", report.tool.version},
            {"informationUri", kBackground},
            {"rules", rules}}}};
}

// The frames of one thread in the order of the calls, Python's above those it called.
json stack_locations(const Stacks& stacks, const std::string& root) {
  json locations = json::array();
  auto add = [&](const Place& place, const std::string& function) {
    locations.push_back({{"location", location(place, function, "in " + function, root)}});
  };
  if (stacks.python.empty())
    for (auto frame = stacks.native.rbegin(); frame != stacks.native.rend(); ++frame) {
      const std::string& known = frame->function.empty() ? frame->symbol : frame->function;
      add({frame->file, frame->line, frame->column},
          known.empty() ? std::string(base_name(frame->module)) : known);
    }
  for (auto frame = stacks.python.rbegin(); frame != stacks.python.rend(); ++frame)
    add({frame->file, frame->line}, frame->function);
  return locations;
}

json thread_flow(const std::string& id, const std::string& text, json locations) {
  return {{"id", id}, {"message", message(text)}, {"locations", std::move(locations)}};
}

// The thread flows of a violation: what each thread was doing.
json runtime_flows(const Finding& finding, const std::string& root) {
  json flows = json::array();
  auto add = [&](const char* id, const std::string& text, const Stacks& stacks) {
    flows.push_back(thread_flow(id, text, stack_locations(stacks, root)));
  };
  if (finding.home) add("home", "Home " + describe(finding.home->thread), *finding.home);
  if (finding.fork) add("fork", "Process " + describe(*finding.fork), *finding.fork);
  if (finding.other) add("other", "Other " + describe(*finding.other), *finding.other);
  if (finding.use) add("use", "Used by " + describe(finding.use->thread), *finding.use);
  return flows;
}

// The thread flows of a static finding. The crossing stands on both: it ends on the one
// thread and begins on the other.
json checker_flows(const Finding& finding, const std::string& root) {
  const bool forks = finding.rule == "sqlite-handle-forked";
  const std::tuple<std::string, const char*, const char*> flows[] = {
      {"starter", "home", forks ? "The parent process" : "The thread that starts the other"},
      {"started", "use", forks ? "The child process" : "The thread that is started"},
      {"other", "other", "Another thread"},
      {"holders", "holders", "Threads that hold the lock"}};
  json all = json::array();
  for (const auto& [thread, id, text] : flows) {
    json rows = json::array();
    for (const Step& step : finding.steps) {
      const bool arrives = step.role == "crosses" && (thread == "started" || thread == "starter");
      if (step.thread == thread || arrives)
        rows.push_back({{"location", location(step.where, step.function, step.message, root)}});
    }
    all.push_back(thread_flow(id, text, std::move(rows)));
  }
  return all;
}

json code_flows(const Finding& finding, const std::string& root) {
  const json all = finding.half == contract::Half::checker ? checker_flows(finding, root)
                                                           : runtime_flows(finding, root);
  json flows = json::array();
  for (const json& flow : all) {
    if (!flow["locations"].empty()) {
      flows.push_back(flow);
    } else if (flow["id"] == "home" || flow["id"] == "use") {
      return json::array();  // SARIF allows no empty thread flow, and one side tells nothing
    }
  }
  if (flows.empty()) return json::array();
  return json::array({{{"threadFlows", flows}}});
}

// Where else the connection may come from that Python refused.
std::string describe(const Candidate& candidate) {
  const std::string& file = candidate.connection.file;
  return "or it is the connection to " +
         (file.empty() ? "a database in memory" : std::string(base_name(file))) + ", created by " +
         describe(candidate.home.thread);
}

json related_locations(const Finding& finding, const std::string& root) {
  json related = json::array();
  for (const Step& step : finding.steps)
    related.push_back(location(step.where, step.function, step.message, root));
  if (finding.handle.caller && !finding.handle.caller->file.empty()) {
    const NativeFrame& caller = *finding.handle.caller;
    related.push_back(location({caller.file, caller.line, caller.column}, caller.function,
                               "the " + finding.handle.kind + " was made here", root));
  }
  for (const Candidate& candidate : finding.candidates)
    if (const auto place = first_place(candidate.home, root))
      related.push_back(location(*place, "", describe(candidate), root));
  for (std::size_t i = 0; i < related.size(); ++i) related[i]["id"] = i + 1;
  return related;
}

// What the runs say of a static finding, and why it is silent on one of theirs.
json properties(const Finding& finding) {
  json bag = json::object();
  if (finding.join) {
    const auto& violations = finding.join->confirmed_by;
    bag["evidence"] = name(finding.join->evidence);
    for (const Finding& violation : violations)
      bag["confirmedBy"].push_back(
          {{"rule", violation.rule}, {"api", violation.api}, {"count", violation.count}});
  }
  if (finding.why_unseen)
    bag["whyUnseen"] = {{"reason", name(finding.why_unseen->reason)},
                        {"message", finding.why_unseen->message}};
  return bag;
}

json stack(const std::string& text, const Stacks& stacks, const Thread& thread,
           const std::string& root) {
  json frames = stack_locations(stacks, root);
  std::reverse(frames.begin(), frames.end());  // a stack of SARIF begins with the innermost
  for (json& frame : frames) frame["threadId"] = thread.id;
  return {{"message", message(text)}, {"frames", frames}};
}

// The stacks of the runs that confirm a static finding; its code flow is its own path.
json stacks(const Finding& finding, const std::string& root) {
  json all = json::array();
  if (!finding.join) return all;
  for (const Finding& seen : finding.join->confirmed_by) {
    const std::string prefix = seen.rule + ": " + seen.api + ": ";
    if (seen.use)
      all.push_back(stack(prefix + "used by " + describe(seen.use->thread), *seen.use,
                          seen.use->thread, root));
    if (seen.other)
      all.push_back(
          stack(prefix + "other " + describe(*seen.other), *seen.other, seen.other->thread, root));
    if (seen.home)
      all.push_back(stack(prefix + "home " + describe(seen.home->thread), *seen.home,
                          seen.home->thread, root));
  }
  return all;
}

// Each edit is a fix of its own. Columns count characters, and what is replaced is ASCII.
json fixes(const Finding& finding, const std::string& root) {
  json all = json::array();
  for (const Edit& edit : finding.edits) {
    json change = physical(edit.where, root);
    json region = change["region"];
    region["endColumn"] = edit.where.column + edit.length;
    const json replacement = {{"deletedRegion", std::move(region)},
                              {"insertedContent", {{"text", edit.text}}}};
    all.push_back(
        {{"description", message(edit.message)},
         {"artifactChanges", json::array({{{"artifactLocation", change["artifactLocation"]},
                                           {"replacements", json::array({replacement})}}})}});
  }
  return all;
}

// Code scanning takes no result without a file, nor one without a line.
json result_location(const Finding& finding, const std::string& root) {
  std::optional<Place> place = shown_place(finding);
  if (!place) return json();
  place->line = std::max(place->line, 1U);
  return location(*place, "", "", root);
}

json result(const Finding& finding, const std::string& root) {
  const contract::Rule* rule = contract::find_rule(finding.rule);
  json value = {{"ruleId", finding.rule},
                {"ruleIndex", rule - std::begin(contract::kRules)},
                {"level", contract::name(finding.severity)},
                {"message", message(sentence(finding))},
                {"locations", json::array()},
                {"partialFingerprints", {{"lanyard/v1", finding.fingerprint}}},
                {"occurrenceCount", finding.count}};
  const json place = result_location(finding, root);
  if (!place.is_null()) value["locations"].push_back(place);
  const json flows = code_flows(finding, root);
  if (!flows.empty()) value["codeFlows"] = flows;
  const json related = related_locations(finding, root);
  if (!related.empty()) value["relatedLocations"] = related;
  const json changes = fixes(finding, root);
  if (!changes.empty()) value["fixes"] = changes;
  const json bag = properties(finding);
  if (!bag.empty()) value["properties"] = bag;
  const json seen = stacks(finding, root);
  if (!seen.empty()) value["stacks"] = seen;
  return value;
}

json invocation(const Report& report) {
  json notifications = json::array();
  bool successful = true;
  for (const Problem& problem : report.problems) {
    successful = successful && !problem.fatal;
    notifications.push_back(
        {{"level", problem.fatal ? "error" : "note"}, {"message", message(told(problem))}});
  }
  json value = {{"executionSuccessful", successful}};
  if (!notifications.empty()) value["toolExecutionNotifications"] = notifications;
  return value;
}

}  // namespace

std::string render_sarif(const Report& report, const FormatOptions& options) {
  json results = json::array();
  for (const Finding& finding : report.findings)
    results.push_back(result(finding, options.directory));
  const std::string root = "file://" + uri_path(options.directory) + "/";
  const json run = {{"tool", tool(report)},
                    {"invocations", json::array({invocation(report)})},
                    {"originalUriBaseIds", {{kRoot, {{"uri", root}}}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", results}};
  const json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", json::array({run})}};
  return log.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace lanyard::cli
