// Which translation units lint has to parse: those that can have to do with handles.
//
// The scan of their texts names the first; then the link step says, by name, whose bodies and
// callers it wants as well. All that is wanted and exists is taken, so what is left out changes
// nothing in what is found.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "checker/link/wants.h"
#include "checker/model/read.h"
#include "checker/scan/units.h"
#include "checker/summary/search.h"
#include "cli/work_folder.h"

namespace lanyard::cli {

class Selection {
 public:
  /// Scans all units. What an earlier run has scanned, and chosen, is in the folder.
  Selection(const std::vector<summary::Command>& commands, const model::Rules& project,
            const WorkFolder& folder);

  /// Adds what is wanted. Returns whether there was any that was not chosen before.
  bool add(const std::set<link::Want>& wants);

  bool has(std::size_t command) const { return chosen_[command]; }
  bool is_empty() const;

  /// Why a unit is left out, in a clause.
  const std::string& reason(std::size_t command) const { return reasons_[command]; }

  /// Keeps the scan and the choice for the next run. False if they cannot be written.
  bool keep(std::string& error) const;

 private:
  void choose_first(const model::Rules& project);
  void choose_earlier();
  void choose_modes();
  bool choose_mains();
  bool choose(std::size_t command);
  bool answers(std::size_t command, const link::Want& want) const;

  const std::vector<summary::Command>& commands_;
  const WorkFolder& folder_;
  scan::Files files_;
  scan::Units units_{files_};
  scan::Words ordering_;  // what locks, waits and ends is called
  std::vector<bool> chosen_;
  std::vector<std::string> reasons_;
};

}  // namespace lanyard::cli
