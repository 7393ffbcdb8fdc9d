// GitLab's Code Quality report: what a merge request shows as new and as resolved.
//
// GitLab reads description, check_name, fingerprint, severity, location.path and
// location.lines.begin, and compares fingerprints with the target branch's report.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/format/brief.h"
#include "cli/format/escape.h"
#include "cli/format/format.h"

namespace lanyard::cli {
namespace {

using nlohmann::ordered_json;

std::string_view severity_of(contract::Severity severity) {
  switch (severity) {
    case contract::Severity::error: return "critical";
    case contract::Severity::warning: return "major";
    case contract::Severity::note: break;
  }
  return "minor";
}

// Always relative, as GitLab wants it: files of libraries lie above the repository.
std::string path_of(const Place& place, const std::string& repository) {
  const std::filesystem::path file = place.file;
  return escape(file.is_absolute() ? file.lexically_relative(repository).string() : place.file);
}

}  // namespace

std::string render_gitlab(const Report& report, const FormatOptions& options) {
  ordered_json all = ordered_json::array();
  for (const Finding& finding : report.findings) {
    // GitLab takes no entry without a place.
    const Place place = shown_place(finding).value_or(Place{options.repository});
    all.push_back({{"description", escape(sentence(finding))},
                   {"check_name", finding.rule},
                   {"fingerprint", finding.fingerprint},
                   {"severity", severity_of(finding.severity)},
                   {"location",
                    {{"path", path_of(place, options.repository)},
                     {"lines", {{"begin", std::max(place.line, 1U)}}}}}});
  }
  return all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lanyard::cli
