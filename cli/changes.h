// What a branch has changed, as git tells it, so that lint can keep to that.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/findings.h"

namespace lanyard::cli {

/// The lines that differ between the working tree and the place where its branch left another.
class Changes {
 public:
  /// Asks git for the changes since the merge base of `revision` and HEAD, files included that
  /// git does not know yet and does not ignore. The repository is that of `folder`, or else that
  /// of the working directory. Returns nothing, and sets `error` to one line, without git or a
  /// repository, and for a revision that is none or has no history in common.
  static std::optional<Changes> since(const std::string& revision, const std::string& folder,
                                      std::string& error);

  /// Takes out of a report the findings of which neither the place nor a step is on a changed
  /// line or in a new file. Where lines were only removed, those before and behind count.
  void apply(Report& report) const;

 private:
  struct Lines {
    unsigned first, last;
  };
  /// Adds what `git diff -U0` printed; names are relative to `root`.
  void add_diff(const std::string& diff, const std::string& root);
  bool is_changed(const Place& place) const;
  bool touches(const Finding& finding) const;
  std::map<std::string, std::vector<Lines>> lines_;  // by the file's whole path
  std::set<std::string> new_files_;
};

}  // namespace lanyard::cli
