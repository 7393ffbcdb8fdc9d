// A baseline: a mistake gives one line, and an update writes what reads as the same again.
#include <string>

#include "cli/baseline.h"
#include "cli/file_input.h"
#include "tests/fuzz/temporary.h"

namespace {

using namespace lanyard;

/// Reads the baseline and writes it anew; nothing where it is none.
std::optional<std::string> updated(const std::string& path) {
  cli::BaselineOptions options;
  options.file = path;
  options.update = true;
  std::string error;
  auto baseline = cli::Baseline::open(options, error);
  if (!baseline) {
    fuzz::require(fuzz::is_line(error), "a complaint is no line: " + error);
    return std::nullopt;
  }
  cli::Report report;
  fuzz::require(
      baseline->apply(
          "fuzz", report, [](const std::string&) { return false; }, cli::Gone::counted, error),
      error);
  const auto text = cli::read_file(path, error);
  fuzz::require(text.has_value(), error);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Temporary file(fuzz::own_path("baseline"));
  file.write(data, size);
  const auto once = updated(file.path());
  if (!once) return 0;
  const auto twice = updated(file.path());
  fuzz::require(twice == once, "an update changes what it wrote itself");
  return 0;
}
