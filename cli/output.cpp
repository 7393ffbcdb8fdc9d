#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

#include "cli/file_output.h"
#include "cli/fingerprints.h"
#include "cli/format/escape.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

std::string format_names() {
  std::string names;
  for (const Format& format : kFormats)
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

}  // namespace

void add_output_options(CLI::App& app, OutputOptions& options) {
  app.add_option("--format", options.formats,
                 "How to report (" + format_names() + "), to a file with NAME=FILE; repeatable")
      ->type_name("NAME[=FILE]")
      ->allow_extra_args(false);
  app.add_option("-o,--output", options.output, "Write the report to FILE")->type_name("FILE");
  app.add_option("--color", options.color, "Colours in text: auto means on a terminal")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("--quiet", options.quiet, "Leave out the line that sums up");
}

std::optional<Outputs> Outputs::plan(const OutputOptions& options, int stream, std::string& error) {
  Outputs outputs;
  outputs.stream_ = stream;
  outputs.quiet_ = options.quiet;
  const bool to_terminal = options.output.empty() && isatty(stream) == 1;
  outputs.color_ = options.color == "always" || (options.color == "auto" && to_terminal);
  unsigned unnamed = 0;
  for (const std::string& word : options.formats) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const Format* format = find_format(name);
    const bool names_file = equals != std::string::npos;
    if (format == nullptr) {
      error = "unknown format '" + name + "': use one of " + format_names();
    } else if (names_file && equals + 1 == word.size()) {
      error = "--format " + word + " names no file";
    } else if (!names_file && ++unnamed > 1) {
      error = "two formats for one place: give all but one a file, as in --format json=FILE";
    } else {
      outputs.targets_.push_back({format, names_file ? word.substr(equals + 1) : options.output});
    }
    if (!error.empty()) return std::nullopt;
  }
  // -o with formats that all have a file of their own still asks for the text.
  if (outputs.targets_.empty() || (unnamed == 0 && !options.output.empty()))
    outputs.targets_.push_back({std::begin(kFormats), options.output});
  for (const Target& target : outputs.targets_)
    if (!target.file.empty() && !can_write_file(target.file, error)) return std::nullopt;
  return outputs;
}

bool Outputs::write_one(const Target& target, const Report& report, std::string& error) const {
  FormatOptions options;
  options.color = color_;
  options.summary = !quiet_;
  options.directory = working_directory();
  options.repository = fingerprint_root(options.directory);
  const std::string text = target.format->render(report, options);
  if (!target.file.empty()) return write_file(target.file, text, error);
  if (write_all(stream_, text)) return true;
  error = std::string("cannot write the report: ") + std::strerror(errno);
  return false;
}

bool Outputs::write(const Report& report, std::string& error) const {
  std::string first_error;
  for (const Target& target : targets_) {
    std::string problem;
    if (!write_one(target, report, problem) && first_error.empty()) first_error = problem;
  }
  const bool all_in_files = std::none_of(targets_.begin(), targets_.end(),
                                         [](const Target& target) { return target.file.empty(); });
  // Someone at the terminal, or reading the job's log, should not have to open a file to
  // learn whether anything was found.
  if (all_in_files && !quiet_ && has_looked(report)) write_all(STDERR_FILENO, summary(report));
  error = first_error;
  return first_error.empty();
}

void print_problems(const std::string& verb, const Report& report) {
  for (const Problem& problem : report.problems) {
    const std::string line = "lanyard " + verb + ": " + escape(told(problem)) + "\n";
    write_all(STDERR_FILENO, line);
  }
}

bool has_fatal_problem(const Report& report) {
  return std::any_of(report.problems.begin(), report.problems.end(),
                     [](const Problem& problem) { return problem.fatal; });
}

}  // namespace lanyard::cli
