#include "checker/link/wording.h"

#include <algorithm>
#include <cstring>

#include "contract/rules.h"

namespace lanyard::link {
namespace {

/// The last field of a path that has a name, or "".
std::string field_name(const Place& place) {
  for (auto field = place.path.rbegin(); field != place.path.rend(); ++field)
    if (!std::strchr("[#(<^", field->front())) return *field;
  return "";
}

std::string element(const std::vector<std::string>& names, std::size_t index) {
  return index < names.size() ? names[index] : "";
}

/// What the source calls the handle, or "" if it has no name.
std::string handle_name(const Scope& scope, const Place& handle, const Crossing& there) {
  const summary::Function& function = scope.function();
  std::string name = field_name(handle);
  if (!name.empty()) return name;
  if (handle.root == Root::local) name = element(function.locals, handle.index);
  if (handle.root == Root::parameter) name = element(function.parameters, handle.index);
  if (handle.root == Root::global || handle.root == Root::per_thread)
    name = scope.program().global_name(handle.key);
  if (!name.empty()) return name;
  // A value without a name of its own: the variable that it is kept in.
  for (const summary::Flow& flow : scope.aliases().flows())
    if (flow.from == handle && flow.to.root == Root::local && flow.to.path.empty())
      return element(function.locals, flow.to.index);
  return field_name(there.as);
}

}  // namespace

Finding worded(const Scope& scope, const Case& verdict, const Place& handle, const Running& running,
               const Crossing& there, const Use* here, const Create* create) {
  Finding finding;
  finding.rule = verdict.rule;
  finding.where = running.spot.where;
  finding.kind = create ? create->kind : there.use.kind;
  finding.handle = handle_name(scope, handle, there);
  const contract::Rule* rule = contract::find_rule(verdict.rule);
  if (rule) finding.severity = rule->severity;
  const bool shared = verdict.rule == "sqlite-handle-shared";
  std::string what(contract::name(finding.kind));
  if (!finding.handle.empty()) what += " '" + finding.handle + "'";

  std::string& message = finding.message;
  if (verdict.rule == "sqlite-handle-transferred") {
    message = verdict.created_there
                  ? what + " is created on the thread started here and used by this one"
                  : what + " is handed to the thread started here";
  } else {
    if (!here)
      message = what + " is used by every thread that is started here";
    else if (verdict.other_thread)
      message = what + " is used by another thread and by the one started here";
    else
      message = what + " is used by this thread and by the one started here";
    if (!shared) message += ", each time under a lock";
  }
  if (shared && create && create->mode == contract::Mode::multi_thread) {
    finding.severity = contract::Severity::error;
    message += "; it is opened with NOMUTEX, so SQLite does not protect it";
  }

  const auto step = [&](Role role, const Spot& spot, const std::string& text) {
    if (spot.where.line != 0) finding.steps.push_back({role, spot.where, spot.function, text});
  };
  if (create)
    step(Role::created, create->spot,
         what + " is created here" + (verdict.created_there ? ", on the new thread" : ""));
  if (there.use.api.empty()) {
    step(Role::crosses, running.spot, "it comes from the thread started here");
  } else {
    step(Role::crosses, running.spot, "it goes to the new thread here, " + there.how);
    step(Role::used_there, there.use.spot, "used on the new thread here, by " + there.use.api);
  }
  if (here)
    step(Role::used_here, here->spot,
         (verdict.other_thread ? "used on another thread here, by "
                               : "used on this thread here, by ") +
             here->api);
  return finding;
}

}  // namespace lanyard::link
