// JUnit's XML, for whatever shows test results: Jenkins, GitLab, Azure, Bamboo.
//
// One suite. A finding is a test case that failed, with the text report as its body; a file
// that could not be checked, one with an error. A report with neither is one case that passed,
// so that a clean run can be told from one that has not happened. No schema of JUnit's own
// exists; this keeps to what all the known ones have.
#include <string_view>

#include "cli/format/escape.h"
#include "cli/format/format.h"
#include "cli/format/text.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

// Text and attributes alike. Control characters, which XML cannot hold, escape() has taken
// out before; two code points more are no characters of XML's.
std::string xml(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += text[i];
    }
  }
  for (const char* none : {"\xef\xbf\xbe", "\xef\xbf\xbf"})
    for (std::size_t at = 0; (at = safe.find(none, at)) != std::string::npos;)
      safe.replace(at, 3, none[2] == '\xbe' ? "\\u{fffe}" : "\\u{ffff}");
  return safe;
}

std::string attribute(std::string_view name, std::string_view text) {
  return " " + std::string(name) + "=\"" + xml(escape(text)) + "\"";
}

std::string test_case(std::string_view group, std::string_view name, const std::string& content) {
  return "    <testcase" + attribute("classname", group) + attribute("name", name) + ">" + content +
         "</testcase>\n";
}

std::string outcome(const std::string& element, std::string_view type, std::string_view message,
                    const std::string& body) {
  return "\n      <" + element + attribute("type", type) + attribute("message", message) + ">" +
         xml(body) + "</" + element + ">\n    ";
}

// The same from one run to the next, and no other finding's: what such a tool knows a test by.
std::string name_of(const Finding& finding) {
  std::string name = finding.message;
  if (finding.where) name.insert(0, std::string(base_name(finding.where->file)) + ": ");
  const std::size_t colon = finding.fingerprint.find(':');
  name += " [" + finding.fingerprint.substr(0, 8);
  if (colon != std::string::npos) name += finding.fingerprint.substr(colon);
  return name + "]";
}

std::string case_of(const Finding& finding, const FormatOptions& options) {
  FormatOptions plain = options;
  plain.color = false;
  const bool is_checker = finding.half == contract::Half::checker;
  const std::string body =
      is_checker ? render_checker_finding(finding, plain) : render_runtime_finding(finding, plain);
  return test_case(finding.rule, name_of(finding),
                   outcome("failure", contract::name(finding.severity), finding.message, body));
}

std::string counts(std::size_t tests, std::size_t failures, std::size_t errors) {
  return attribute("tests", std::to_string(tests)) +
         attribute("failures", std::to_string(failures)) +
         attribute("errors", std::to_string(errors));
}

}  // namespace

std::string render_junit(const Report& report, const FormatOptions& options) {
  std::string cases;
  for (const Finding& finding : report.findings) cases += case_of(finding, options);
  std::size_t errors = 0;
  for (const Problem& problem : report.problems) {
    if (!problem.fatal) continue;
    ++errors;
    cases += test_case("lanyard", problem.file,
                       outcome("error", "could not be checked", told(problem), ""));
  }
  std::size_t tests = report.findings.size() + errors;
  std::string skipped = attribute("skipped", "0");
  if (tests == 0) {
    tests = 1;
    const bool has_checked = has_looked(report);
    if (!has_checked) skipped = attribute("skipped", "1");
    cases = test_case("lanyard", "nothing found",
                      has_checked ? "" : "<skipped message=\"nothing was checked\"></skipped>");
  }
  const std::string sums = counts(tests, report.findings.size(), errors);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lanyard\"" + sums +
         ">\n  <testsuite name=\"lanyard\"" + sums + skipped + ">\n" + cases +
         "  </testsuite>\n</testsuites>\n";
}

}  // namespace lanyard::cli
