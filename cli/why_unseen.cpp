#include "cli/why_unseen.h"

#include <algorithm>

#include "cli/paths.h"
#include "contract/policies.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

bool has_python(const Finding& violation) {
  bool has_any = false;
  each_stack(violation, [&](const Stacks& stacks) { has_any = has_any || !stacks.python.empty(); });
  return has_any;
}

// The program's own source that the violation goes through: the innermost of each stack.
std::vector<std::string> own_files(const Finding& violation) {
  std::vector<std::string> files;
  const auto add = [&](const Stacks& stacks) {
    for (const NativeFrame& frame : stacks.native) {
      if (frame.file.empty() || is_plumbing(frame) || is_under(frame.file, "/usr/include"))
        continue;
      files.push_back(frame.file);
      return;
    }
  };
  each_stack(violation, add);
  for (const auto* thread : {violation.use ? &violation.use->thread : nullptr,
                             violation.home ? &violation.home->thread : nullptr})
    if (thread != nullptr && thread->started) add(*thread->started);
  return files;
}

bool is_listed(const std::vector<std::string>& names, const std::string& file,
               const SourceMatch& match) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return match.is_same_file(name, file); });
}

// What keeps a file from being known to the checker, or nothing.
std::optional<Unseen> why_unknown(const std::string& file, const Report& report,
                                  const SourceMatch& match) {
  for (const Checked& checked : report.checked)
    if (is_listed(checked.files, file, match)) return std::nullopt;
  const std::string name(match.below_root(file));
  for (const Checked& checked : report.checked)
    if (is_listed(checked.unparsed, file, match))
      return Unseen{Silence::not_parsed, name + " could not be parsed"};
  return Unseen{Silence::not_in_database, name + " is no part of what was checked"};
}

// The policy that lint was asked for, where it allows what the run was asked to report.
std::optional<Unseen> why_allowed(const Finding& violation, const Report& report) {
  const contract::Rule* rule = contract::find_rule(violation.rule);
  for (const Checked& checked : report.checked) {
    const contract::PolicyRow* policy = contract::find_policy(checked.policy);
    if (rule == nullptr || policy == nullptr || contract::is_reported(rule->policy, policy->policy))
      return std::nullopt;
  }
  return Unseen{Silence::laxer_policy, "the policy " + report.checked.front().policy +
                                           ", which lint was asked for, allows it"};
}

}  // namespace

std::optional<Unseen> why_unseen(const Finding& violation, const Report& report,
                                 const SourceMatch& match) {
  const std::vector<std::string> files = own_files(violation);
  if (has_python(violation) || files.empty()) {
    if (!has_python(violation)) return std::nullopt;  // no line numbers: nothing is known
    return Unseen{Silence::other_language, "Python code made the call, and it reads C and C++"};
  }
  for (const std::string& file : files)
    if (const auto unknown = why_unknown(file, report, match)) return unknown;
  if (const auto allowed = why_allowed(violation, report)) return allowed;
  return Unseen{Silence::thread_not_known,
                "it has read this code, and does not know that the handle comes to this thread"};
}

}  // namespace lanyard::cli
