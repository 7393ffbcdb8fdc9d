// The findings that a project knows of: not shown, and no reason to fail.
//
// A baseline is a JSON file with one entry a line, in the order of the fingerprints, so that
// two branches that change it merge without a conflict, and a person can delete a line.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/findings.h"

namespace lanyard::cli {

struct BaselineOptions {
  std::string file;  // "" for none
  bool update = false;
};

/// Adds --baseline and --update-baseline.
void add_baseline_options(CLI::App& app, BaselineOptions& options);

/// The part of a baseline that a command can speak about: one whose finding it would have
/// found, were it still there. Asked with the rule of an entry.
using WouldFind = std::function<bool(const std::string& rule)>;

/// What a command did not find again, and what becomes of it.
enum class Gone {
  removed,  // named, and removed by an update: the whole program was looked at
  named,    // named, and kept: a run shows only what it came by
  counted,  // counted, and kept: many runs share one baseline
};

/// The same for what ran: a rule of the runtime, where every process ran to its end and none
/// of its results is missing.
WouldFind runtime_would_find(const Report& report);

class Baseline {
 public:
  /// Reads the file. Without one, hides nothing. On a file that is no baseline, or is missing
  /// and not about to be made, returns nothing and sets `error` to one line with its name.
  static std::optional<Baseline> open(const BaselineOptions& options, std::string& error);

  /// Takes the findings that it knows out of a report, and counts them in `in_baseline`; an
  /// update first makes it know all of them, and writes the file. Tells on stderr what did not
  /// occur any more, and what an update did. Call it on findings with fingerprints. Returns
  /// false, and sets `error`, when the file cannot be written.
  bool apply(const std::string& verb, Report& report, const WouldFind& would_find, Gone gone,
             std::string& error);

 private:
  struct Entry {
    std::string rule;
    std::string clue;  // for a person
  };

  bool parse(std::string_view text, std::string& error);
  std::string to_text() const;
  std::vector<std::string> missing(const Report& report, const WouldFind& would_find) const;
  void tell_missing(const std::string& verb, const std::vector<std::string>& all, Gone gone) const;
  bool update(const std::string& verb, const Report& report,
              const std::vector<std::string>& removed, std::string& error);

  BaselineOptions options_;
  std::map<std::string, Entry> entries_;  // by fingerprint
};

}  // namespace lanyard::cli
