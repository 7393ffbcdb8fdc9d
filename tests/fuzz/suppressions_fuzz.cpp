// A suppressions file, which the shim and the command read: both take it, or both name the line.
#include <cstring>
#include <string>

#include "cli/suppressions.h"
#include "runtime/record/suppressions.h"
#include "runtime/record/violation.h"
#include "tests/fuzz/temporary.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lanyard;
  static const fuzz::Temporary file(fuzz::own_path("suppressions"));
  file.write(data, size);
  char buffer[8192];
  Text error(buffer, sizeof buffer);
  const bool is_right = record::read_suppressions(file.path().c_str(), error);
  std::string complaint;
  const auto read = cli::Suppressions::read(file.path(), complaint);
  fuzz::require(is_right == read.has_value(), "shim and command do not agree");
  if (!is_right) {
    fuzz::require(fuzz::is_one_line(error.view()), "the shim's complaint is no line");
    fuzz::require(fuzz::is_line(complaint), "the command's complaint is no line");
    return 0;
  }
  const track::Known known{};
  record::Violation violation{known};
  violation.rule = "cross-thread-use";
  violation.api = "sqlite3_step";
  const bool hides = record::matching(violation);
  cli::Report report;
  cli::Finding finding;
  finding.rule = violation.rule;
  finding.api = violation.api;
  report.findings.push_back(finding);
  read->apply(report);
  fuzz::require(report.findings.empty() == hides, "only one of them hides a violation");
  return 0;
}
