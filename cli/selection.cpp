#include "cli/selection.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "checker/model/data.h"
#include "cli/file_input.h"
#include "cli/file_output.h"
#include "contract/functions.h"

namespace lanyard::cli {
namespace {

constexpr char kScanFile[] = "scan";
constexpr char kChoiceFile[] = "selection";

scan::Words sorted(scan::Words words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find("::", at), name.size());
    parts.push_back(name.substr(at, end - at));
    at = end + 2;
  }
  return parts;
}

/// The rules that come with Lanyard, and the project's own.
std::vector<model::Rules> all_rules(const model::Rules& project) {
  std::vector<model::Rules> all = {project};
  for (std::size_t i = 0; i != model::kDataFileCount; ++i)
    model::read(model::kDataFiles[i].text, model::kDataFiles[i].name, all.emplace_back());
  return all;
}

scan::Words handle_words() {
  scan::Words words;
  for (const contract::Function& each : contract::kFunctions)
    words.push_back(scan::word(each.name));
  for (auto kind = contract::Handle::connection; contract::is_followed(kind);
       kind = static_cast<contract::Handle>(static_cast<int>(kind) + 1))
    words.push_back(scan::word(contract::c_type(kind)));
  return sorted(std::move(words));
}

/// What a command says of SQLITE_THREADSAFE, or "".
std::string mode_of(const summary::Command& command) {
  constexpr std::string_view kName = "-DSQLITE_THREADSAFE";
  for (const std::string& each : command.line)
    if (each.compare(0, kName.size(), kName) == 0) return each;
  return "";
}

}  // namespace

Selection::Selection(const std::vector<summary::Command>& commands, const model::Rules& project,
                     const WorkFolder& folder)
    : commands_(commands), folder_(folder), chosen_(commands.size()), reasons_(commands.size()) {
  std::string nothing_yet;
  files_.load(read_file(folder / kScanFile, nothing_yet).value_or(""));
  summary::SearchPaths paths;
  for (const summary::Command& each : commands) units_.add(each.file, paths.of(each));
  choose_first(project);
  if (is_empty()) return;
  choose_earlier();
  choose_modes();
  choose_mains();
}

void Selection::choose_first(const model::Rules& project) {
  scan::Interests handles, forks;
  handles.anywhere = handle_words();
  // Who calls a method has its class in what it includes: `database` alone says nothing.
  const auto add = [&](const std::string& name) {
    scan::Words words;
    for (const std::string& part : parts_of(name)) words.push_back(scan::word(part));
    if (words.size() == 1)
      handles.anywhere.push_back(words.front());
    else
      handles.together.push_back(std::move(words));
  };
  for (const model::Rules& rules : all_rules(project)) {
    for (const model::HandleClass& each : rules.handles) add(each.name);
    for (const model::Row& row : rules.rows) {
      const scan::Word last = scan::word(parts_of(row.name).back());
      using model::Effect;
      if (row.effect == Effect::handle) add(row.name);
      if (row.effect == Effect::fork) forks.in_project.push_back(last);
      if (row.trigger == model::Trigger::call && row.effect != Effect::run &&
          row.effect != Effect::store && row.effect != Effect::handle)
        ordering_.push_back(last);
    }
  }
  handles.anywhere = sorted(std::move(handles.anywhere));
  forks.in_project = sorted(std::move(forks.in_project));
  ordering_ = sorted(std::move(ordering_));
  for (std::size_t i = 0; i != commands_.size(); ++i)
    chosen_[i] = units_.matters(i, handles, reasons_[i]);
  if (is_empty()) return;
  // Where there are no handles, nobody can take one into a child.
  for (std::size_t i = 0; i != commands_.size(); ++i)
    if (!chosen_[i]) chosen_[i] = units_.matters(i, forks, reasons_[i]);
}

/// The choice of an earlier run: it saves asking again, and more than is needed does no harm.
void Selection::choose_earlier() {
  std::string nothing_yet;
  std::istringstream lines(read_file(folder_ / kChoiceFile, nothing_yet).value_or(""));
  std::set<std::string> earlier;
  for (std::string line; std::getline(lines, line);) earlier.insert(line);
  for (std::size_t i = 0; i != commands_.size(); ++i)
    if (earlier.count(commands_[i].file) != 0) chosen_[i] = true;
}

/// What one unit is told of SQLite's mode holds for all: the first of each must be there.
void Selection::choose_modes() {
  std::set<std::string> seen;
  for (std::size_t i = 0; i != commands_.size(); ++i) {
    const std::string mode = mode_of(commands_[i]);
    if (!mode.empty() && seen.insert(mode).second) chosen_[i] = true;
  }
}

/// A target is a program or a library by its `main`, and that decides which names are whose.
bool Selection::choose_mains() {
  std::set<std::string> targets;
  for (std::size_t i = 0; i != commands_.size(); ++i)
    if (chosen_[i]) targets.insert(commands_[i].targets.begin(), commands_[i].targets.end());
  bool grown = false;
  for (std::size_t i = 0; i != commands_.size(); ++i) {
    const auto& mine = commands_[i].targets;
    const bool shares = std::any_of(mine.begin(), mine.end(), [&](const std::string& each) {
      return targets.count(each) != 0;
    });
    if (shares && units_.may_define(i, {"main", {}})) grown |= choose(i);
  }
  return grown;
}

bool Selection::choose(std::size_t command) {
  if (chosen_[command]) return false;
  chosen_[command] = true;
  return true;
}

bool Selection::answers(std::size_t command, const link::Want& want) const {
  const scan::Wanted wanted{want.name, want.scopes};
  switch (want.kind) {
    case link::Want::Kind::caller: return units_.may_mention(command, wanted);
    case link::Want::Kind::order:
      return units_.may_define(command, wanted) && units_.main_has(command, ordering_);
    case link::Want::Kind::definition:
    case link::Want::Kind::main: break;
  }
  return units_.may_define(command, wanted);
}

bool Selection::add(const std::set<link::Want>& wants) {
  bool grown = false;
  for (const link::Want& want : wants)
    for (std::size_t i = 0; i != commands_.size(); ++i) {
      if (chosen_[i] || !answers(i, want)) continue;
      grown |= choose(i);
      if (want.kind == link::Want::Kind::main) break;  // any will do
    }
  return choose_mains() || grown;
}

bool Selection::is_empty() const {
  return std::none_of(chosen_.begin(), chosen_.end(), [](bool each) { return each; });
}

bool Selection::keep(std::string& error) const {
  std::string choice;
  for (std::size_t i = 0; i != commands_.size(); ++i)
    if (chosen_[i]) choice += commands_[i].file + "\n";
  return folder_.update(kChoiceFile, choice, error) &&
         (!files_.has_changed() || write_file(folder_ / kScanFile, files_.store(), error));
}

}  // namespace lanyard::cli
