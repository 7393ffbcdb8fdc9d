// Which violation confirms which static finding, and what a run came by; see join.h.
//
// One line of a wrapper is the use of every handle in the program, and main() is in every stack, so
// that a line or a function in common confirms nothing by itself: the stacks must also know where
// the handle crosses, and must not say that it was made elsewhere.
#include "cli/join.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/paths.h"
#include "cli/source_match.h"
#include "cli/why_unseen.h"
#include "contract/functions.h"
#include "contract/policies.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

using contract::Half;

// Whether a home's stack is not that of who made the connection: it was handed over, or there
// before the shim.
bool came_later(const Side& home) {
  return home.opened_by == "lanyard_rebind" || !home.first_used_by.empty();
}

// What a violation has to show, by what the steps of a static finding speak of.
struct Trail {
  explicit Trail(const Finding& violation) {
    add_use(violation.use);
    add_use(violation.other);
    add(homes, violation.home);
    add(homes, violation.handle.created);
    if (violation.handle.caller) homes.push_back(&*violation.handle.caller);
    knows_creation = !homes.empty() && !(violation.home && came_later(*violation.home));
    add(starts, violation.fork);
    add_start(violation.use);
    add_start(violation.other);
    add_start(violation.home);
  }

  std::vector<const NativeFrame*> uses;     // where the handle was used
  std::vector<const NativeFrame*> callers;  // those of `uses` that made the call
  std::vector<const NativeFrame*> homes;    // where it was made
  std::vector<const NativeFrame*> starts;   // where the threads, or the child, were started
  bool knows_creation = false;              // `homes` has where the handle was made

 private:
  using Frames = std::vector<const NativeFrame*>;

  static void add(Frames& frames, const Stacks& stacks) {
    for (const NativeFrame& frame : stacks.native)
      if (!frame.file.empty() && !is_plumbing(frame)) frames.push_back(&frame);
  }
  template <typename Member>
  static void add(Frames& frames, const std::optional<Member>& stacks) {
    if (stacks) add(frames, *stacks);
  }
  template <typename Member>
  void add_use(const std::optional<Member>& stacks) {
    const std::size_t first = uses.size();
    add(uses, stacks);
    if (uses.size() > first) callers.push_back(uses[first]);
  }
  template <typename Member>
  void add_start(const std::optional<Member>& side) {
    if (side && side->thread.started) add(starts, *side->thread.started);
  }
};

bool is_use(const Step& step) {
  return step.role == "used_there" || step.role == "used_here" || step.role == "guarded";
}

// Whether a violation of a foretold rule is of the finding's kind: the one check of a
// connection's state speaks of what is read, such as a row id, or else of a transaction.
bool is_of_kind(const Finding& finding, const Finding& violation) {
  if (finding.rule != "sqlite-connection-state") return true;
  const bool is_read =
      std::any_of(finding.steps.begin(), finding.steps.end(), [](const Step& step) {
        const contract::Function* function = contract::find_function(step.api);
        return step.role == "used_here" && function != nullptr &&
               function->act == contract::Act::read_state;
      });
  return is_read == (violation.rule == "stale-connection-state");
}

// Whether a finding is under a policy that a run was asked for.
bool is_asked(const Finding& finding, const std::string& policy) {
  const contract::Rule* rule = contract::find_rule(finding.rule);
  const contract::PolicyRow* row = contract::find_policy(policy);
  return rule != nullptr && row != nullptr && contract::is_reported(rule->policy, row->policy);
}

// Whether runs saw violations that are not in the report, so that nothing can be called right.
bool hides_violations(const Report& report) {
  return std::any_of(report.suppressions.begin(), report.suppressions.end(),
                     [](const Suppressed& suppressed) { return suppressed.hits > 0; }) ||
         std::any_of(report.runs.begin(), report.runs.end(), [](const Run& run) {
           return run.counts.unreported > 0 || run.counts.at_exit > 0 || run.counts.suppressed > 0;
         });
}

Unseen told(const Silenced& silenced) {
  const std::string what = "it has found this (" + silenced.finding.rule + "), and ";
  const auto told = [&](const char* why) { return Unseen{Silence::silenced, what + why}; };
  if (silenced.by == "NOLINT") return told("a NOLINT comment silences it");
  if (silenced.by == "suppressions") return told("a suppression hides it");
  if (silenced.by == "baseline") return told("the baseline lists it");
  if (silenced.by == "since") return told("lint's --since leaves it out");
  return told(silenced.by == "checks" ? "lint's --checks leave it out"
                                      : "lint's paths leave it out");
}

// ", at a.c:3"
std::string place_of(const Finding& finding) {
  if (!finding.where) return "";
  return ", at " + std::string(base_name(finding.where->file)) + ":" +
         std::to_string(finding.where->line);
}

class Joiner {
 public:
  explicit Joiner(Report& report)
      : report_(report), match_(report), confirms_(report.findings.size()) {}

  void run() {
    for (std::size_t i = 0; i < report_.findings.size(); ++i)
      if (report_.findings[i].half == Half::runtime)
        confirms_[i] = confirmed_by(report_.findings[i]);
    place_neighbours();
    move();
    for (Finding& finding : report_.findings) {
      if (finding.half == Half::runtime)
        explain(finding);
      else
        judge(finding);
    }
  }

 private:
  // How much a violation says for a static finding: 0 for nothing.
  int strength(const Finding& finding, const Finding& violation, const Trail& trail) const {
    const bool fits =
        contract::foretells(finding.rule, violation.rule) && is_of_kind(finding, violation);
    return fits ? likeness(finding, trail) : 0;
  }

  // What a violation's stacks have of a static finding's steps.
  struct Signs {
    bool is_used = false, is_used_nearby = false, is_made = false, has_creation = false;
    bool crosses_there = false, crosses_nearby = false, starts = false;
  };

  Signs signs(const Finding& finding, const Trail& trail) const {
    Signs signs;
    for (const Step& step : finding.steps) {
      if (is_use(step)) {
        signs.is_used = signs.is_used || match_.is_at(step, trail.uses);
        signs.is_used_nearby = signs.is_used_nearby || match_.is_in_function(step, trail.callers);
      } else if (step.role == "created") {
        signs.has_creation = true;
        signs.is_made = signs.is_made || match_.is_near(step, trail.homes);
      } else if (step.role == "crosses") {
        signs.starts = signs.starts || match_.is_at(step, trail.starts);
        for (const auto* frames : {&trail.starts, &trail.homes, &trail.uses}) {
          signs.crosses_there = signs.crosses_there || match_.is_at(step, *frames);
          signs.crosses_nearby = signs.crosses_nearby || match_.is_in_function(step, *frames);
        }
      }
    }
    return signs;
  }

  // How surely a violation is about the handle and the threads of a static finding.
  int likeness(const Finding& finding, const Trail& trail) const {
    const Signs is = signs(finding, trail);
    const bool crosses = is.crosses_there || is.crosses_nearby;
    const bool is_made_elsewhere = !is.is_made && is.has_creation && trail.knows_creation;
    if (is.is_used && crosses && is.is_made) return 4;
    // Where an optimiser has made the opening call a jump, no stack has its line.
    if (is.is_used && (is.crosses_there || (crosses && !is_made_elsewhere))) return 3;
    const bool is_sure = is.is_made || is.crosses_there;
    if (is.is_used_nearby && crosses && is_sure && !is_made_elsewhere) return 2;
    // Nor is a last call's function on the stack, where that is a jump.
    const bool is_use_unknown = trail.uses.empty();
    return is.is_made && (is.is_used || (is_use_unknown && is.starts)) ? 1 : 0;
  }

  // The findings that a violation says most for, by their indices.
  std::vector<std::size_t> confirmed_by(const Finding& violation) const {
    const Trail trail(violation);
    int best = 1;
    std::vector<std::size_t> findings;
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      const Finding& finding = report_.findings[i];
      const int found = finding.half == Half::checker ? strength(finding, violation, trail) : 0;
      if (found < best) continue;
      if (found > best) findings.clear();
      best = found;
      findings.push_back(i);
    }
    return findings;
  }

  // What two violations of one handle's, in one function, have in common. A static finding
  // names one call of several.
  static std::string neighbourhood(const Finding& violation) {
    std::string text = violation.rule;
    if (violation.home)
      for (const NativeFrame& frame : violation.home->native)
        text += "\n" + frame.module + "+" + std::to_string(frame.offset);
    const Trail trail(violation);
    if (trail.uses.empty() || !violation.home) return "";
    return text + "\n" + trail.uses.front()->file + "\n" + trail.uses.front()->function;
  }

  void place_neighbours() {
    std::map<std::string, std::set<std::size_t>> known;
    for (std::size_t i = 0; i < confirms_.size(); ++i)
      if (!confirms_[i].empty())
        known[neighbourhood(report_.findings[i])].insert(confirms_[i].begin(), confirms_[i].end());
    known.erase("");
    for (std::size_t i = 0; i < confirms_.size(); ++i) {
      if (report_.findings[i].half == Half::checker || !confirms_[i].empty()) continue;
      const auto found = known.find(neighbourhood(report_.findings[i]));
      if (found != known.end()) confirms_[i].assign(found->second.begin(), found->second.end());
    }
  }

  // Takes the violations that confirm something from the list, and puts them there.
  void move() {
    for (std::size_t i = 0; i < confirms_.size(); ++i)
      for (std::size_t finding : confirms_[i])
        confirm(report_.findings[finding], report_.findings[i]);
    std::vector<Finding> rest;
    for (std::size_t i = 0; i < confirms_.size(); ++i)
      if (confirms_[i].empty()) rest.push_back(std::move(report_.findings[i]));
    report_.findings = std::move(rest);
  }

  static void confirm(Finding& finding, const Finding& violation) {
    if (!finding.join) finding.join.emplace();
    finding.join->evidence = Evidence::confirmed;
    finding.join->confirmed_by.push_back(violation);
  }

  // Says of a finding that no violation confirms whether a run made its calls, where all runs
  // have listed theirs and would have told.
  void judge(Finding& finding) const {
    if (finding.join && finding.join->evidence == Evidence::confirmed) {
      merge(finding.join->confirmed_by);  // with those of an earlier report
      return;
    }
    finding.join.reset();
    const bool has_all = std::all_of(report_.runs.begin(), report_.runs.end(), [&](const Run& run) {
      return run.sites && is_asked(finding, run.policy);
    });
    if (has_all) finding.join = match_.exercise(finding);
    const bool is_exercised = finding.join && finding.join->evidence == Evidence::exercised;
    if (is_exercised && hides_violations(report_)) finding.join.reset();
  }

  // Says of a violation that no static finding speaks of why that is so.
  void explain(Finding& violation) const {
    const Trail trail(violation);
    for (const Checked& checked : report_.checked)
      for (const Silenced& silenced : checked.silenced)
        if (strength(silenced.finding, violation, trail) > 0) {
          violation.why_unseen = told(silenced);
          return;
        }
    for (const Finding& finding : report_.findings)
      if (finding.half == Half::checker && likeness(finding, trail) > 0) {
        violation.why_unseen = Unseen{Silence::other_rule, "what it says of these threads is " +
                                                               finding.rule + place_of(finding)};
        return;
      }
    violation.why_unseen = why_unseen(violation, report_, match_);
  }

  Report& report_;
  const SourceMatch match_;
  std::vector<std::vector<std::size_t>> confirms_;  // what each violation confirms; indices
};

}  // namespace

void join(Report& report) {
  if (!report.checked.empty() && !report.runs.empty()) Joiner(report).run();
}

}  // namespace lanyard::cli
