#include "checker/link/wording.h"

#include <algorithm>
#include <cstring>

#include "checker/link/advice.h"
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
  std::string name = field_name(place);
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
  std::string name = name_of(scope, handle);
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

/// Whose a step is, where nothing is said of it.
Side side_of(Role role) {
  if (role == Role::used_there) return Side::started;
  return role == Role::guarded ? Side::holders : Side::starter;
}

void add_step(Finding& finding, Role role, const Spot& spot, const std::string& text,
              const std::string& api = "") {
  if (spot.where.line != 0)
    finding.steps.push_back({role, spot.where, spot.function, text, api, side_of(role)});
}

void add_step(Finding& finding, Role role, Side side, const Spot& spot, const std::string& text,
              const std::string& api = "") {
  if (spot.where.line != 0)
    finding.steps.push_back({role, spot.where, spot.function, text, api, side});
}

/// The calls that lead to a use, which `who` makes.
void add_calls(Finding& finding, const Use& use, Side side, const std::string& who) {
  for (const Call& each : use.calls)
    add_step(finding, Role::calls, side, each.spot(),
             who + " calls " + each.callee->name + " here");
}

/// The lock that both uses only share, or none.
Place lock_of_readers(const Use& a, const Use& b) {
  for (const Place& each : a.locks)
    if (whole_lock(each) != each && !is_wide_queue(each) && b.locks.count(each) != 0) return each;
  return {};
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
  if (running.collected) {
    message = what + " is left to a collector, which runs on a thread of its own";
  } else if (verdict.rule == "sqlite-handle-transferred") {
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
  const Place readers = shared ? lock_of_readers(there.use, here ? *here : there.use) : Place();
  if (readers)
    message += ", each time under a shared lock, which lets other readers in";
  else if (verdict.lock)
    message += ", not always under " + under;
  const auto without = [&](const Use& use) {
    const bool held = std::any_of(use.locks.begin(), use.locks.end(), [&](const Place& each) {
      return whole_lock(each) == verdict.lock;
    });
    return verdict.lock && !held ? ", without " + under : "";
  };
  // What derives from a connection is protected as the connection is.
  const Create* opened = create;
  for (const Place& top : scope.family(handle))
    if (const Create* each = scope.creation(top)) opened = each;
  const contract::Mode mode =
      scope.program().mode_of(opened ? opened->mode : contract::Mode::unknown);
  if (shared && mode == contract::Mode::single_thread) {
    finding.severity = contract::Severity::error;
    message += "; SQLite is in single-thread mode, so nothing protects it";
  } else if (shared && mode == contract::Mode::multi_thread) {
    finding.severity = contract::Severity::error;
    message += opened && opened->mode == mode
                   ? "; it is opened with NOMUTEX, so SQLite does not protect it"
                   : "; SQLite is in multi-thread mode, so it does not protect it";
  }

  const auto step = [&](Role role, const Spot& spot, const std::string& text,
                        const std::string& api = "") { add_step(finding, role, spot, text, api); };
  if (create)
    add_step(finding, Role::created, verdict.created_there ? Side::started : Side::starter,
             create->spot,
             what + " is created here" + (verdict.created_there ? ", on the new thread" : ""));
  if (there.use.api.empty()) {
    add_step(finding, Role::crosses, Side::started, running.spot,
             "it comes from the thread started here");
  } else {
    const std::string who = running.collected ? "the collector" : "the new thread";
    step(Role::crosses, running.spot, "it goes to " + who + " here, " + there.how);
    add_calls(finding, there.use, Side::started, who);
    step(Role::used_there, there.use.spot,
         "used " + std::string(running.collected ? "by " : "on ") + who + " here, by " +
             there.use.api + without(there.use),
         there.use.api);
  }
  if (here) {
    const std::string who = verdict.other_thread ? "another thread" : "this thread";
    const Side side = verdict.other_thread ? Side::other : Side::starter;
    add_calls(finding, *here, side, who);
    add_step(finding, Role::used_here, side, here->spot,
             "used on " + who + " here, by " + here->api + without(*here), here->api);
  }
  for (const Use* each : verdict.guarded)
    step(Role::guarded, each->spot, "used under " + under + " here, by " + each->api, each->api);
  if (verdict.lock)
    advise_lock(finding, lock);
  else if (running.collected)
    advise_collected(finding);
  else
    advise(finding, mode);
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
  add_calls(finding, use, Side::started, "the child");
  add_step(finding, Role::used_there, use.spot,
           std::string(use.ends ? "closed" : "used") + " in the child here, by " + use.api,
           use.api);
  advise(finding, contract::Mode::unknown);
  return finding;
}

Candidate worded_single_thread(const Program::Library& library, const Running& running,
                               const Spot& other) {
  Candidate candidate;
  Finding& finding = candidate.finding;
  finding.rule = "sqlite-threading-mode";
  finding.severity = contract::Severity::error;
  const bool configured = library.config.where.line != 0;
  finding.where = configured ? library.config.where : running.spot.where;
  finding.message =
      configured ? "SQLite is configured for a single thread, and two threads use it"
                 : "SQLite is compiled for a single thread, and the one started here uses it too";
  add_step(finding, Role::crosses, running.spot,
           "it goes to a second thread here, which calls SQLite");
  add_step(finding, Role::used_here, other, "another thread calls SQLite here meanwhile");
  advise(finding, contract::Mode::single_thread);
  return candidate;
}

Candidate worded_late_config(const Spot& spot) {
  Candidate candidate;
  Finding& finding = candidate.finding;
  finding.rule = "sqlite-threading-mode";
  finding.severity = contract::Severity::error;
  finding.where = spot.where;
  candidate.there = spot.where;
  finding.message =
      "sqlite3_config comes too late: SQLite is initialised by now, so it fails with "
      "SQLITE_MISUSE and changes nothing";
  advise(finding, contract::Mode::unknown);
  return candidate;
}

Candidate worded_multi_thread(const Program::Library& library, const Create& create,
                              const Finding& shared) {
  Candidate candidate;
  Finding& finding = candidate.finding;
  finding.rule = "sqlite-threading-mode";
  finding.severity = contract::Severity::error;
  finding.where = create.spot.where;
  candidate.there = create.spot.where;
  finding.kind = create.kind;
  finding.handle = shared.handle;
  finding.message = described(finding) + " is opened " +
                    (create.mode == contract::Mode::multi_thread
                         ? "with NOMUTEX"
                         : "in multi-thread mode, which has no mutex for it,") +
                    " and used by several threads with no lock in common";
  if (create.mode != contract::Mode::multi_thread)
    add_step(finding, Role::created, library.config, "multi-thread mode is chosen here");
  for (const Step& step : shared.steps)
    if (step.role != Role::created && step.role != Role::advice) finding.steps.push_back(step);
  advise(finding, contract::Mode::multi_thread);
  if (create.nomutex.line != 0)
    finding.edits.push_back({create.nomutex, sizeof("SQLITE_OPEN_NOMUTEX") - 1,
                             "SQLITE_OPEN_FULLMUTEX",
                             "alternatively, open it with SQLITE_OPEN_FULLMUTEX: no call breaks "
                             "another then, though what they do still mixes"});
  return candidate;
}

Candidate worded_misread(const Scope& scope, const Place& handle, const Running& running,
                         const Reading& reading, const Use& other) {
  Candidate candidate;
  Finding& finding = candidate.finding;
  finding.rule = "sqlite-connection-state";
  if (const contract::Rule* rule = contract::find_rule(finding.rule))
    finding.severity = rule->severity;
  finding.kind = contract::Handle::connection;
  finding.handle = handle_name(scope, handle, reading.use.place);
  const bool transaction = reading.state == kTransaction;
  finding.where = transaction ? reading.since.where : reading.use.spot.where;
  candidate.there = finding.where;
  const std::string what = described(finding);
  if (transaction) {
    finding.message = "the transaction on " + what +
                      " takes in what other threads run meanwhile: no lock is held until " +
                      reading.use.api + " ends it";
  } else {
    const char* left = reading.state == kRowid     ? "row id"
                       : reading.state == kChanges ? "count"
                                                   : "error";
    finding.message = reading.use.api + " on " + what + " can tell another thread's " + left +
                      ": no lock is held since " + reading.before;
  }
  add_step(finding, Role::crosses, running.spot, "it goes to a second thread here");
  add_calls(finding, other, Side::started, "another thread");
  add_step(finding, Role::used_there, other.spot,
           "meanwhile used on another thread here, by " + other.api, other.api);
  add_step(finding, Role::used_here, reading.since,
           (transaction ? "begun here, by " : "left here, by ") + reading.before, reading.before);
  add_step(finding, Role::used_here, reading.use.spot,
           (transaction ? "ended here, by " : "read here, by ") + reading.use.api, reading.use.api);
  advise(finding, contract::Mode::unknown);
  return candidate;
}

}  // namespace lanyard::link
