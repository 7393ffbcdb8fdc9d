// Which of the two readers a file is for.
#include "cli/results.h"

#include "cli/file_input.h"

namespace lanyard::cli {
namespace {

constexpr char kExpected[] =
    "it is neither a result file of the shim (*.jsonl) nor a JSON report of lanyard";

// A result file is recognised by its first line, which names its type.
bool is_result_file(std::string_view text) {
  return text.substr(0, text.find('\n')).find("\"type\"") != std::string_view::npos;
}

}  // namespace

void read_results(const std::string& path, Report& into) {
  std::string error;
  const std::optional<std::string> text = read_file(path, error);
  if (!text) {
    into.problems.push_back({path, error});
  } else if (text->empty()) {
    into.problems.push_back({path, std::string("is empty: ") + kExpected});
  } else {
    const auto wrong =
        is_result_file(*text) ? read_result_file(path, *text, into) : read_json_report(*text, into);
    if (wrong) into.problems.push_back({path, *wrong});
  }
}

}  // namespace lanyard::cli
