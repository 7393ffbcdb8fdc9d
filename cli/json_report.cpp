// Reads the JSON report that format/json.cpp writes, so that any format can be made of it.
#include <iterator>

#include "cli/findings_json.h"
#include "cli/results.h"
#include "cli/suppressions.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

template <typename T>
void append(std::vector<T>& into, std::vector<T>& from) {
  into.insert(into.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
}

}  // namespace

std::optional<std::string> read_json_report(std::string_view text, Report& into) {
  try {
    const nlohmann::json value = parse_json(text);
    if (!value.is_object() || !value.contains("tool") || !value.contains("findings"))
      return "is JSON, but has no findings: it is no report of lanyard";
    Report report = value.get<Report>();
    for (const Finding& finding : report.findings)
      if (contract::find_rule(finding.rule) == nullptr)
        return "has a finding of the unknown rule '" + finding.rule + "': is its lanyard newer?";
    if (into.policy.empty()) into.policy = report.policy;
    append(into.findings, report.findings);
    append(into.problems, report.problems);
    append(into.runs, report.runs);
    for (const Suppressed& suppressed : report.suppressions)
      add_hits(into, suppressed.pattern, suppressed.hits);
    into.units += report.units;
    into.in_baseline += report.in_baseline;
    append(into.checked, report.checked);
    append(into.sites, report.sites);
    return std::nullopt;
  } catch (const nlohmann::json::parse_error&) {
    return "is not JSON: it is neither a result file of the shim nor a JSON report of lanyard";
  } catch (const nlohmann::json::exception& error) {
    return std::string("is no report of lanyard: ") + error.what();
  }
}

}  // namespace lanyard::cli
