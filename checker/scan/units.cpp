#include "checker/scan/units.h"

#include <algorithm>

namespace lanyard::scan {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

bool have_common(const Words& a, const Words& b) {
  const Words& few = a.size() < b.size() ? a : b;
  const Words& many = a.size() < b.size() ? b : a;
  return std::any_of(few.begin(), few.end(), [&](Word each) { return contains(many, each); });
}

}  // namespace

std::size_t Units::add(const std::string& main, const std::shared_ptr<const SearchPath>& search) {
  Unit unit;
  unit.main = files_.find(main);
  unit.is_opaque = unit.main == kNoFile || search->is_opaque;
  Resolution& known = resolutions_[search];
  std::vector<File> waiting;
  if (unit.main != kNoFile) waiting.push_back({unit.main, false});
  for (const std::string& each : search->included) {
    const auto found = look_up({each, true, false}, folder_of(main), *search, known);
    unit.is_opaque |= found.empty();
    waiting.insert(waiting.end(), found.begin(), found.end());
  }
  std::vector<bool> seen(files_.size(), false);
  while (!waiting.empty()) {
    const File file = waiting.back();
    waiting.pop_back();
    if (file.id < seen.size() && seen[file.id]) continue;
    if (file.id >= seen.size()) seen.resize(files_.size(), false);
    seen[file.id] = true;
    unit.files.push_back(file);
    // The system's own headers are known to be open.
    unit.is_opaque |= files_.text(file.id).is_opaque && !file.is_toolchain;
    for (File each : includes_of(file.id, *search, known)) {
      each.is_toolchain |= file.is_toolchain;
      waiting.push_back(each);
    }
    unit.is_opaque |= known.lacking.count(file.id) != 0 && !file.is_toolchain;
  }
  units_.push_back(std::move(unit));
  return units_.size() - 1;
}

const std::vector<Units::File>& Units::includes_of(FileId file, const SearchPath& search,
                                                   Resolution& known) {
  const auto [found, is_new] = known.included.try_emplace(file);
  if (!is_new) return found->second;
  const std::string folder = folder_of(files_.path(file));
  const std::vector<Include> includes = files_.text(file).includes;
  std::vector<File> result;
  for (const Include& each : includes) {
    const auto more = look_up(each, folder, search, known);
    // A header that is not made yet may be anything. One in angles is more often another system's.
    if (more.empty() && each.quoted) known.lacking.insert(file);
    result.insert(result.end(), more.begin(), more.end());
  }
  found->second = std::move(result);
  return found->second;
}

std::vector<Units::File> Units::look_up(const Include& include, const std::string& folder,
                                        const SearchPath& search, Resolution& known) {
  const auto own = [&](const std::string& path) { return files_.find(path); };
  if (include.name.substr(0, 1) == "/") {
    const FileId id = own(include.name);
    return id == kNoFile ? std::vector<File>() : std::vector<File>{{id, false}};
  }
  if (include.quoted) {
    const FileId id = own(folder + "/" + include.name);
    if (id != kNoFile) return {{id, false}};
    for (const std::string& each : search.quoted)
      if (const FileId other = own(each + "/" + include.name); other != kNoFile)
        return {{other, false}};
  }
  const auto [found, is_new] =
      known.by_name.try_emplace({include.name, include.next ? "next" : ""});
  if (!is_new) return found->second;
  std::vector<File> result;
  for (std::size_t i = 0; i != search.angled.size(); ++i) {
    const FileId id = own(search.angled[i] + "/" + include.name);
    if (id == kNoFile) continue;
    result.push_back({id, i + search.toolchain >= search.angled.size()});
    // Which one is the next depends on where one is: all of them.
    if (!include.next) break;
  }
  return known.by_name[{include.name, include.next ? "next" : ""}] = result;
}

bool Units::matters(std::size_t number, const Interests& interests, std::string& reason) const {
  const Unit& unit = units_[number];
  if (unit.is_opaque) {
    reason = "what it includes cannot be told";
    return true;
  }
  for (const File& each : unit.files) {
    const Text& text = files_.text(each.id);
    if (have_common(interests.anywhere, text.names)) {
      reason = "handles are spoken of in " + files_.path(each.id);
      return true;
    }
    if (!each.is_toolchain && have_common(interests.in_project, text.uses)) {
      reason = "processes are forked in " + files_.path(each.id);
      return true;
    }
  }
  for (const Words& class_name : interests.together) {
    const bool has_all = std::all_of(class_name.begin(), class_name.end(), [&](Word part) {
      return std::any_of(unit.files.begin(), unit.files.end(), [&](const File& each) {
        return contains(files_.text(each.id).names, part);
      });
    });
    if (!has_all) continue;
    reason = "it can name a class that holds a handle";
    return true;
  }
  reason = "it names no handle, and nothing that handles reach";
  return false;
}

bool Units::has_scopes(const Unit& unit, const Wanted& wanted) const {
  return std::all_of(wanted.scopes.begin(), wanted.scopes.end(), [&](const std::string& scope) {
    const Word part = word(scope);
    return std::any_of(unit.files.begin(), unit.files.end(), [&](const File& each) {
      return contains(files_.text(each.id).names, part);
    });
  });
}

bool Units::may_mention(std::size_t number, const Wanted& wanted) const {
  const Unit& unit = units_[number];
  const Word name = word(wanted.name);
  const bool does = std::any_of(unit.files.begin(), unit.files.end(), [&](const File& each) {
    if (each.is_toolchain) return false;
    const Text& text = files_.text(each.id);
    return contains(each.id == unit.main ? text.names : text.uses, name);
  });
  return does && has_scopes(unit, wanted);
}

bool Units::may_define(std::size_t number, const Wanted& wanted) const {
  const Unit& unit = units_[number];
  const Word name = word(wanted.name);
  const bool does = std::any_of(unit.files.begin(), unit.files.end(), [&](const File& each) {
    return !each.is_toolchain && contains(files_.text(each.id).definitions, name);
  });
  return does && has_scopes(unit, wanted);
}

bool Units::main_has(std::size_t number, const Words& words) const {
  const Unit& unit = units_[number];
  return unit.main != kNoFile && have_common(words, files_.text(unit.main).names);
}

}  // namespace lanyard::scan
