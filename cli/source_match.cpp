#include "cli/source_match.h"

#include <algorithm>

#include "cli/format/function_name.h"
#include "cli/paths.h"
#include "contract/functions.h"

namespace lanyard::cli {
namespace {

// How far the debug information's line of a call may be from the source's, within one function:
// a call in a macro has the line where the macro begins.
constexpr unsigned kLinesOfACall = 3;

// Whether `end` is all of `path`, or its last components.
bool ends_with_path(std::string_view path, std::string_view end) {
  if (end.empty() || path.size() < end.size()) return false;
  if (path.substr(path.size() - end.size()) != end) return false;
  return path.size() == end.size() || end.front() == '/' ||
         path[path.size() - end.size() - 1] == '/';
}

// The last name of a function that a person or a demangler wrote; "" for a lambda.
std::string last_name(const std::string& function) {
  const std::string name = short_function(function);
  if (name.find(' ') != std::string::npos && name.find("(anonymous namespace)") > name.size())
    return "";
  const std::size_t colons = name.rfind("::");
  const std::string last = colons == std::string::npos ? name : name.substr(colons + 2);
  return last == "operator()" ? "" : last;
}

bool is_same_function(const Step& step, const NativeFrame& frame) {
  if (step.function.empty() || step.function.find("lambda") != std::string::npos) return false;
  const std::string name = last_name(step.function);
  return !name.empty() && name == last_name(frame.function);
}

bool is_sqlite_call(const Step& step) {
  return step.role != "created" && contract::find_function(step.api) != nullptr;
}

// Libraries of the system have no line numbers, and are not what is checked.
bool is_of_system(const NativeFrame& frame) {
  return is_under(frame.module, "/usr/lib") || is_under(frame.module, "/lib") ||
         is_under(frame.module, "/lib64");
}

}  // namespace

SourceMatch::SourceMatch(const Report& report) : report_(report) {
  bool is_any_without = false;
  for (const NativeFrame& site : report.sites) {
    const bool has_line = !site.file.empty() && site.line > 0;
    if (has_line) {
      has_lines_ = true;
      sites_[std::string(base_name(site.file))].push_back(&site);
    } else if (!is_of_system(site)) {
      is_any_without = true;
    }
  }
  has_lines_ = has_lines_ && !is_any_without;
}

std::string_view SourceMatch::below_root(const std::string& file) const {
  for (const Checked& checked : report_.checked)
    if (!checked.root.empty() && is_under(file, checked.root) && file.size() > checked.root.size())
      return std::string_view(file).substr(checked.root.size() + (checked.root.back() != '/'));
  return file;
}

bool SourceMatch::is_same_file(const std::string& a, const std::string& b) const {
  if (base_name(a) != base_name(b)) return false;
  return a == b || ends_with_path(b, below_root(a)) || ends_with_path(a, below_root(b));
}

bool SourceMatch::is_at(const Step& step, const std::vector<const NativeFrame*>& frames) const {
  return std::any_of(frames.begin(), frames.end(), [&](const NativeFrame* frame) {
    return frame->line == step.where.line && frame->line > 0 &&
           is_same_file(step.where.file, frame->file);
  });
}

bool SourceMatch::is_in_function(const Step& step,
                                 const std::vector<const NativeFrame*>& frames) const {
  return std::any_of(frames.begin(), frames.end(), [&](const NativeFrame* frame) {
    return is_same_file(step.where.file, frame->file) && is_same_function(step, *frame);
  });
}

bool SourceMatch::has_site(const Step& step) const {
  const auto found = sites_.find(std::string(base_name(step.where.file)));
  if (found == sites_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const NativeFrame* site) {
    const unsigned line = step.where.line;
    const unsigned distance = std::max(line, site->line) - std::min(line, site->line);
    return distance <= kLinesOfACall && is_same_file(step.where.file, site->file) &&
           (distance == 0 || is_same_function(step, *site));
  });
}

std::optional<bool> SourceMatch::is_exercised(const Finding& finding) const {
  bool is_any_known = false;
  for (const Step& step : finding.steps) {
    if (!is_sqlite_call(step)) continue;
    if (has_site(step)) return true;
    is_any_known = true;
  }
  if (!is_any_known || !has_lines_) return std::nullopt;
  return false;
}

}  // namespace lanyard::cli
