// Whether what one half saw lies where the other says: steps of static findings, frames and
// call sites of runs.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/call_text.h"
#include "cli/findings.h"

namespace lanyard::cli {

/// Places of one report. Two builds of one source tree may stand in different folders, so that
/// paths compare by their ends: what lies below the project's root has to be the same.
class SourceMatch {
 public:
  /// `report` outlives this, and its `checked` and `sites` do not change.
  explicit SourceMatch(const Report& report);

  /// Whether two paths are the same file's, as far as their names tell.
  bool is_same_file(const std::string& a, const std::string& b) const;

  /// A path below the root of a project that was checked, or the path.
  std::string_view below_root(const std::string& file) const;

  /// Whether one of the frames is on the line of the step.
  bool is_at(const Step& step, const std::vector<const NativeFrame*>& frames) const;

  /// Whether one of the frames is on the line of the step, or close to it in its function: a call
  /// of several lines has no one line in the debug information.
  bool is_near(const Step& step, const std::vector<const NativeFrame*>& frames) const;

  /// Whether one of the frames is in the step's function. Lambdas have no name to compare.
  bool is_in_function(const Step& step, const std::vector<const NativeFrame*>& frames) const;

  /// How many calls of SQLite's functions a static finding names as uses of its handle, and how
  /// many of them the runs made; 0 and 0 where they made some, and may have made others. Nothing
  /// where nothing can be known: it names none, or what ran has no line numbers.
  std::optional<Join> exercise(const Finding& finding) const;

 private:
  bool has_site(const Step& step) const;
  bool is_placed(const Site& site, CallText& text) const;

  const Report& report_;
  struct SiteFrame {
    const NativeFrame* frame;
    const std::string* api;
  };
  std::map<std::string, std::vector<SiteFrame>> sites_;  // by the file's last name
  bool has_lines_ = false;           // of the sites in the program's own modules
  std::set<std::string> elsewhere_;  // functions that were also called from who knows where
};

}  // namespace lanyard::cli
