#include "checker/model/model.h"

#include <cstdio>
#include <cstdlib>

#include "checker/model/data.h"
#include "checker/model/read.h"
#include "llvm/Support/xxhash.h"

namespace lanyard::model {
namespace {

std::string last_part(std::string_view name) {
  const auto colon = name.rfind("::");
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 2));
}

}  // namespace

const Library& Library::built_in() {
  static const Library library = with({});
  return library;
}

Library Library::with(const Rules& project) {
  Library all;
  all.add(project);
  all.add_built_in();
  return all;
}

void Library::add_built_in() {
  for (std::size_t i = 0; i != kDataFileCount; ++i) {
    const std::string error = add(kDataFiles[i].text, kDataFiles[i].name);
    if (error.empty()) continue;
    std::fprintf(stderr, "lanyard: %s\n", error.c_str());
    std::abort();
  }
}

std::string Library::add(std::string_view text, std::string_view name) {
  Rules rules;
  std::string error = read(text, name, rules);
  if (error.empty()) add(rules);
  return error;
}

void Library::add(const Rules& rules) {
  for (const Row& row : rules.rows) {
    rows_[last_part(row.name)].push_back(row);
    const bool is_class = row.trigger == Trigger::construct || row.trigger == Trigger::destroy;
    const auto scope = row.name.rfind("::");
    classes_.insert(is_class || scope == std::string::npos ? row.name : row.name.substr(0, scope));
  }
  for (const HandleClass& each : rules.handles) {
    handles_[last_part(each.name)].push_back(each);
    classes_.insert(each.name);
  }
  classes_.insert(rules.types.begin(), rules.types.end());
  this_thread_.insert(rules.this_thread.begin(), rules.this_thread.end());
  hands_on_.insert(rules.hands_on.begin(), rules.hands_on.end());
  // A project's file that names a policy alone leaves the facts as they are.
  if (rules.rows.empty() && rules.handles.empty() && rules.types.empty() &&
      rules.this_thread.empty() && rules.hands_on.empty())
    return;
  digest_ = llvm::xxHash64(std::to_string(digest_) + ' ' + std::to_string(rules.digest));
}

std::vector<const Row*> Library::find(Trigger trigger, std::string_view qualified_name) const {
  std::vector<const Row*> found;
  const auto rows = rows_.find(last_part(qualified_name));
  if (rows == rows_.end()) return found;
  for (const Row& row : rows->second)
    if (row.trigger == trigger && row.name == qualified_name) found.push_back(&row);
  return found;
}

const HandleClass* Library::handle_class(std::string_view qualified_name) const {
  const auto found = handles_.find(last_part(qualified_name));
  if (found == handles_.end()) return nullptr;
  for (const HandleClass& each : found->second)
    if (each.name == qualified_name) return &each;
  return nullptr;
}

std::vector<std::string> Library::handle_words() const {
  std::vector<std::string> words;
  words.reserve(handles_.size());
  for (const auto& [word, classes] : handles_) words.push_back(word);
  return words;
}

bool Library::mentions(std::string_view word) const {
  const std::string key(word);
  return rows_.count(key) != 0 || handles_.count(key) != 0;
}

}  // namespace lanyard::model
