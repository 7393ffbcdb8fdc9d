// Which of the two readers a file is for.
#include "cli/results.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lanyard::cli {
namespace {

constexpr char kExpected[] =
    "it is neither a result file of the shim (*.jsonl) nor a JSON report of lanyard";

// Reads a whole file; on failure returns nothing and sets `error`.
std::optional<std::string> read_whole(const std::string& path, std::string& error) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    error = "it is a folder: name the files in it";
    return std::nullopt;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file.is_open() || file.bad()) {
    error = std::string("cannot be read: ") + std::strerror(errno);
    return std::nullopt;
  }
  return text.str();
}

// A result file is recognised by its first line, which names its type.
bool is_result_file(std::string_view text) {
  return text.substr(0, text.find('\n')).find("\"type\"") != std::string_view::npos;
}

}  // namespace

void read_results(const std::string& path, Report& into) {
  std::string error;
  const std::optional<std::string> text = read_whole(path, error);
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
