// The verbs of the command: one function each, in a file of its name.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lanyard::cli {

/// A verb's options are bound to what its function captures; calling it does the work and
/// returns the exit code of the command.
struct Verb {
  CLI::App* app;
  std::function<int()> run;
  int usage_error;  // the exit code for options that cannot be understood
};

/// `command` is what stands after the options: the program to run and its arguments.
Verb add_run(CLI::App& app, const std::vector<std::string>& command);
Verb add_lint(CLI::App& app);
/// `flags` is what stands after `--`: how to compile the source. Nothing if there is no `--`.
Verb add_facts(CLI::App& app, const std::optional<std::vector<std::string>>& flags);
Verb add_link(CLI::App& app);
Verb add_report(CLI::App& app);
Verb add_explain(CLI::App& app);

/// Adds --policy, with the contract's policies. `policy` keeps its value without it.
void add_policy_option(CLI::App& app, std::string& policy);

/// Adds --suppressions; `file` keeps its value without it.
void add_suppressions_option(CLI::App& app, std::string& file);

/// Prints "lanyard VERB: MESSAGE" to stderr, in one line, and returns `code`.
int fail(const std::string& verb, const std::string& message, int code);

/// The exit codes of docs/design.md.
inline constexpr int kClean = 0;
inline constexpr int kFindings = 1;
inline constexpr int kNotDone = 2;
inline constexpr int kViolations = 66;
inline constexpr int kRunFailed = 125;
inline constexpr int kNotExecutable = 126;
inline constexpr int kNotFound = 127;
inline constexpr int kSignalled = 128;  // plus the signal's number

}  // namespace lanyard::cli
