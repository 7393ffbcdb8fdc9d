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

/// What the source calls the object of a place, or "" if it has no name.
std::string name_of(const Scope& scope, const Place& place) {
  const summary::Function& function = scope.function();
  const std::string name = field_name(place);
  if (!name.empty()) return name;
  if (place.root == Root::local) return element(function.locals, place.index);
  if (place.root == Root::parameter) return element(function.parameters, place.index);
  if (place.root == Root::global || place.root == Root::per_thread)
    return scope.program().global_name(place.key);
  return "";
}

/// What the source calls the handle, or "" if it has no name.
std::string handle_name(const Scope& scope, const Place& handle, const Place& other) {
  const summary::Function& function = scope.function();
  const std::string name = name_of(scope, handle);
  if (!name.empty()) return name;
  // A value without a name of its own: the variable that it is kept in.
  for (const summary::Flow& flow : scope.aliases().flows())
    if (flow.from == handle && flow.to.root == Root::local && flow.to.path.empty())
      return element(function.locals, flow.to.index);
  return field_name(other);
}

/// "connection 'db'"
std::string described(const Finding& finding) {
  std::string what(contract::name(finding.kind));
  if (!finding.handle.empty()) what += " '" + finding.handle + "'";
  return what;
}

void add_step(Finding& finding, Role role, const Spot& spot, const std::string& text) {
  if (spot.where.line != 0) finding.steps.push_back({role, spot.where, spot.function, text});
}

}  // namespace

Finding worded(const Scope& scope, const Case& verdict, const Place& handle, const Running& running,
               const Crossing& there, const Use* here, const Create* create) {
  Finding finding;
  finding.rule = verdict.rule;
  finding.where = running.spot.where;
  finding.kind = create ? create->kind : there.use.kind;
  finding.handle = handle_name(scope, handle, there.as);
  const contract::Rule* rule = contract::find_rule(verdict.rule);
  if (rule) finding.severity = rule->severity;
  const bool shared = verdict.rule == "sqlite-handle-shared";
  const std::string what = described(finding);

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
  const std::string lock = name_of(scope, verdict.lock);
  const std::string under = lock.empty() ? "a lock" : "'" + lock + "'";
  if (verdict.lock) message += ", not always under " + under;
  const auto without = [&](const Use& use) {
    return verdict.lock && use.locks.count(verdict.lock) == 0 ? ", without " + under : "";
  };
  if (shared && create && create->mode == contract::Mode::multi_thread) {
    finding.severity = contract::Severity::error;
    message += "; it is opened with NOMUTEX, so SQLite does not protect it";
  }

  const auto step = [&](Role role, const Spot& spot, const std::string& text) {
    add_step(finding, role, spot, text);
  };
  if (create)
    step(Role::created, create->spot,
         what + " is created here" + (verdict.created_there ? ", on the new thread" : ""));
  if (there.use.api.empty()) {
    step(Role::crosses, running.spot, "it comes from the thread started here");
  } else {
    step(Role::crosses, running.spot, "it goes to the new thread here, " + there.how);
    step(Role::used_there, there.use.spot,
         "used on the new thread here, by " + there.use.api + without(there.use));
  }
  if (here)
    step(Role::used_here, here->spot,
         (verdict.other_thread ? "used on another thread here, by "
                               : "used on this thread here, by ") +
             here->api + without(*here));
  for (const Use* each : verdict.guarded)
    step(Role::guarded, each->spot, "used under " + under + " here, by " + each->api);
  return finding;
}

Finding worded_fork(const Scope& scope, const Fork& fork, const Use& use, const Place& handle,
                    const Create* create) {
  Finding finding;
  finding.rule = "sqlite-handle-forked";
  if (const contract::Rule* rule = contract::find_rule(finding.rule))
    finding.severity = rule->severity;
  finding.where = fork.spot.where;
  finding.kind = create ? create->kind : use.kind;
  finding.handle = handle_name(scope, handle, use.place);
  const std::string what = described(finding);
  finding.message = what + " is opened before " + fork.api + " and " +
                    (use.ends ? "closed" : "used") + " in the child";
  if (create) add_step(finding, Role::created, create->spot, what + " is created here");
  add_step(finding, Role::crosses, fork.spot, "it goes to the child here, by " + fork.api);
  add_step(finding, Role::used_there, use.spot,
           std::string(use.ends ? "closed" : "used") + " in the child here, by " + use.api);
  return finding;
}

}  // namespace lanyard::link
