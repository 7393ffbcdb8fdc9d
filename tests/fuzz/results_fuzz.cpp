// Result files and JSON reports, which a stranger may have written: a mistake gives one line, and
// what was read comes out of every format as that format's reader expects it.
#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/findings_json.h"
#include "cli/fingerprints.h"
#include "cli/format/format.h"
#include "cli/results.h"
#include "cli/suppressions.h"
#include "tests/fuzz/temporary.h"

namespace {

using namespace lanyard;
using nlohmann::json;

/// Lines of printable text, and nothing else.
bool is_plain(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f;
  });
}

/// Whether every `<` begins an element of ours, and every `&` one of XML's own entities.
bool is_xml(const std::string& text) {
  for (std::size_t i = 0; i != text.size(); ++i) {
    const auto follows = [&](const char* word) {
      return text.compare(i + 1, std::strlen(word), word) == 0;
    };
    const auto any = [&](std::initializer_list<const char*> words) {
      return std::any_of(words.begin(), words.end(), follows);
    };
    if (text[i] == '<' &&
        !any({"?xml", "test", "/test", "fail", "/fail", "error", "/error", "skip", "/skip"}))
      return false;
    if (text[i] == '&' && !any({"amp;", "lt;", "gt;", "quot;"})) return false;
  }
  return true;
}

/// Whether every line is a workflow command of ours, or speaks of what they are.
bool is_log(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    const auto begins = [&](const char* word) {
      return text.compare(at, std::strlen(word), word) == 0;
    };
    if (!begins("::error ") && !begins("::warning ") && !begins("::notice ") &&
        !begins("lanyard: "))
      return false;
  }
  return true;
}

std::size_t count(const std::string& text, const char* word) {
  std::size_t number = 0;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at) ++number;
  return number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Temporary file(fuzz::own_path("results"));
  file.write(data, size);
  cli::Report report;
  cli::read_results(file.path(), report);
  cli::FormatOptions options;
  options.directory = options.repository = "/nowhere";
  cli::add_fingerprints(report.findings, "/nowhere");
  cli::propose_suppressions(report);
  const std::string text = cli::render_text(report, options);
  fuzz::require(is_plain(text), "text has control characters");
  fuzz::require(text.find("##[") == std::string::npos, "text has a command of GitHub's");
  const std::string own = cli::render_json(report, options);
  fuzz::require(json::accept(own), "JSON is none");
  cli::Report again;
  const auto wrong = cli::read_json_report(own, again);
  fuzz::require(!wrong, "our own JSON is not read: " + wrong.value_or(""));
  fuzz::require(again.findings.size() == report.findings.size(), "our own JSON lost findings");
  // One of the others for each input, which is faster by as much.
  unsigned sum = 0;
  for (std::size_t i = 0; i != size; ++i) sum += data[i];
  constexpr unsigned kOthers = 5;
  switch (sum % kOthers) {
    case 0:
      fuzz::require(json::accept(cli::render_sarif(report, options)), "SARIF is no JSON");
      break;
    case 1:
      fuzz::require(json::accept(cli::render_gitlab(report, options)), "GitLab's is no JSON");
      break;
    case 2: {
      const std::string junit = cli::render_junit(report, options);
      fuzz::require(is_plain(junit) && is_xml(junit), "JUnit's is no XML");
      break;
    }
    case 3: {
      const std::string log = cli::render_github(report, options);
      fuzz::require(is_plain(log) && is_log(log), "the log has a line that is not ours");
      break;
    }
    default: {
      // The page's own scripts are as many as without findings, and its data ends none of them.
      const std::string page = cli::render_html(report, options);
      static const std::string empty = cli::render_html(cli::Report(), options);
      fuzz::require(count(page, "<script") == count(empty, "<script") &&
                        count(page, "</script") == count(empty, "</script"),
                    "the page has a script that is not ours");
    }
  }
  return 0;
}
