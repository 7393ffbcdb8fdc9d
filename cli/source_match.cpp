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

// A compiler that is given ../a.c writes "/build/../a.c" into the debug information.
std::string plain_path(const std::string& path) {
  const bool has_dots =
      path.find("/./") != std::string::npos || path.find("/../") != std::string::npos;
  return has_dots && path.front() == '/' ? absolute_path(path) : path;
}

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

// Whether a frame of the same file can be in the call that the step names.
bool is_call_line(const Step& step, const NativeFrame& frame) {
  const unsigned a = step.where.line, b = frame.line;
  return b > 0 && (a == b || (std::max(a, b) - std::min(a, b) <= kLinesOfACall &&
                              is_same_function(step, frame)));
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
  CallText text;
  for (const Site& site : report.sites) {
    if (!is_placed(site, text)) elsewhere_.insert(site.api);
    for (const NativeFrame& frame : site.frames) {
      if (!frame.file.empty() && frame.line > 0)
        sites_[std::string(base_name(frame.file))].push_back({&frame, &site.api});
      else if (!is_of_system(frame))
        is_any_without = true;
    }
  }
  has_lines_ = !sites_.empty() && !is_any_without;
}

// Whether the function is called there, and not by a jump from a function that is called there.
bool SourceMatch::is_placed(const Site& site, CallText& text) const {
  const NativeFrame& frame = site.frames.front();
  if (frame.file.empty()) return text.is_in_module(site.api, frame.module);
  std::vector<std::string> files = {frame.file};
  for (const Checked& checked : report_.checked)
    for (const std::string& name : checked.files)
      if (is_same_file(name, frame.file)) files.push_back(checked.root + "/" + name);
  return text.is_on_line(site.api, files, frame.line);
}

std::string_view SourceMatch::below_root(const std::string& file) const {
  for (const Checked& checked : report_.checked)
    if (!checked.root.empty() && is_under(file, checked.root) && file.size() > checked.root.size())
      return std::string_view(file).substr(checked.root.size() + (checked.root.back() != '/'));
  return file;
}

bool SourceMatch::is_same_file(const std::string& a, const std::string& b) const {
  if (base_name(a) != base_name(b)) return false;
  if (a == b) return true;
  const std::string plain_a = plain_path(a), plain_b = plain_path(b);
  const std::string_view end_a = below_root(plain_a), end_b = below_root(plain_b);
  const bool are_of_one_tree = end_a != plain_a && end_b != plain_b;
  if (are_of_one_tree) return end_a == end_b;
  return ends_with_path(plain_b, end_a) || ends_with_path(plain_a, end_b);
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

bool SourceMatch::is_near(const Step& step, const std::vector<const NativeFrame*>& frames) const {
  return std::any_of(frames.begin(), frames.end(), [&](const NativeFrame* frame) {
    return is_same_file(step.where.file, frame->file) && is_call_line(step, *frame);
  });
}

bool SourceMatch::has_site(const Step& step) const {
  const auto found = sites_.find(std::string(base_name(step.where.file)));
  if (found == sites_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const SiteFrame& site) {
    if (*site.api != step.api || !is_same_file(step.where.file, site.frame->file)) return false;
    return is_call_line(step, *site.frame);
  });
}

std::optional<Join> SourceMatch::exercise(const Finding& finding) const {
  Join join;
  bool are_all_known = has_lines_;
  for (const Step& step : finding.steps) {
    if (!is_sqlite_call(step)) continue;
    ++join.calls;
    if (has_site(step))
      ++join.made;
    else if (elsewhere_.count(step.api) != 0)
      are_all_known = false;
  }
  if (join.calls == 0 || (join.made == 0 && !are_all_known)) return std::nullopt;
  join.evidence = join.made > 0 ? Evidence::exercised : Evidence::unexercised;
  if (!are_all_known) join.calls = join.made = 0;
  return join;
}

}  // namespace lanyard::cli
