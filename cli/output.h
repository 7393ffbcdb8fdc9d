// Where reports go: the options that say so, and the writing.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/findings.h"
#include "cli/format/format.h"

namespace lanyard::cli {

/// The options that `run`, `lint` and `report` have in common.
struct OutputOptions {
  std::vector<std::string> formats;  // NAME or NAME=FILE
  std::string output;                // -o: where the format without a FILE goes
  std::string color = "auto";
  bool quiet = false;
};

/// Adds --format, -o, --color and --quiet to a verb.
void add_output_options(CLI::App& app, OutputOptions& options);

/// The outputs of one command, checked before the work starts: nobody should wait for an
/// hour's test run to learn that a folder is missing.
class Outputs {
 public:
  /// `stream` is the file descriptor of reports that no option sends to a file. Returns
  /// nothing, and sets `error` to one line, for options that cannot be done.
  static std::optional<Outputs> plan(const OutputOptions& options, int stream, std::string& error);

  /// Renders and writes everything. Returns false, and sets `error`, when one of the
  /// outputs could not be written; the others are written all the same.
  bool write(const Report& report, std::string& error) const;

 private:
  struct Target {
    const Format* format;
    std::string file;  // "" for the stream
  };

  bool write_one(const Target& target, const Report& report, std::string& error) const;

  std::vector<Target> targets_;
  int stream_ = 1;
  bool color_ = false;
  bool quiet_ = false;
};

/// Writes one line for each problem to stderr.
void print_problems(const std::string& verb, const Report& report);

/// Whether any problem keeps the command from having done what it was asked.
bool has_fatal_problem(const Report& report);

}  // namespace lanyard::cli
