// The rules: everything that Lanyard can report, one row each.
//
// A rule's id is the name that a user meets in a report, suppresses, and gives to
// `lanyard explain`; its page is docs/rules/ID.md.
#pragma once

#include "contract/contract.h"
#include "contract/policies.h"

namespace lanyard::contract {

/// One rule. `policy` is the laxest policy that the rule breaks: it is reported
/// under that one and every stricter one. `severity` is what a finding has where the
/// connection's mode makes no difference: see severity_of(). `is_enforced` tells whether this
/// version finds it; the others have their place in the table and a page that says so.
struct Rule {
  std::string_view id;
  Half half;
  Policy policy;
  Severity severity;
  bool is_enforced;
  std::string_view help;
};

inline constexpr Rule kRules[] = {
    {"cross-thread-use", Half::runtime, Policy::owner, Severity::note, true,
     "a handle was used by a thread that did not create it"},
    {"python-refused", Half::runtime, Policy::owner, Severity::note, true,
     "Python refused a call because another thread created the object"},
    {"concurrent-use", Half::runtime, Policy::exclusive, Severity::error, true,
     "two threads were inside one connection, or what derives from it, at once"},
    {"interleaved-transaction", Half::runtime, Policy::serialized, Severity::warning, true,
     "a statement of another thread ran inside a transaction this thread had open"},
    {"stale-connection-state", Half::runtime, Policy::serialized, Severity::warning, true,
     "the rowid, count or error read was left by another thread's call"},
    {"shared-cursor", Half::runtime, Policy::serialized, Severity::warning, true,
     "two threads drove one statement within one execution"},
    {"use-after-fork", Half::runtime, Policy::serialized, Severity::error, true,
     "a connection opened before fork was used or closed in the child"},
    {"sqlite-handle-shared", Half::checker, Policy::exclusive, Severity::warning, true,
     "a handle can be used by two threads at once"},
    {"sqlite-handle-transferred", Half::checker, Policy::owner, Severity::note, true,
     "a handle is handed to another thread, and its giver does not use it meanwhile"},
    {"sqlite-handle-guarded", Half::checker, Policy::owner, Severity::note, true,
     "a handle is used by several threads, each time under one common lock"},
    {"sqlite-handle-forked", Half::checker, Policy::serialized, Severity::error, true,
     "a connection opened before fork is used or closed in the child"},
    {"sqlite-connection-state", Half::checker, Policy::serialized, Severity::warning, true,
     "a shared connection's state is read with no lock held since the call that set it"},
    {"sqlite-threading-mode", Half::checker, Policy::serialized, Severity::error, true,
     "a connection is opened in a mode that its threads do not allow"},
};

/// Which violation shows that a static finding is one: what the check foretells.
struct Foretold {
  std::string_view check;
  std::string_view violation;
};

inline constexpr Foretold kForetold[] = {
    {"sqlite-handle-shared", "cross-thread-use"},
    {"sqlite-handle-shared", "concurrent-use"},
    {"sqlite-handle-shared", "shared-cursor"},
    {"sqlite-handle-transferred", "cross-thread-use"},
    {"sqlite-handle-guarded", "cross-thread-use"},
    {"sqlite-handle-forked", "use-after-fork"},
    {"sqlite-connection-state", "interleaved-transaction"},
    {"sqlite-connection-state", "stale-connection-state"},
    {"sqlite-threading-mode", "cross-thread-use"},
    {"sqlite-threading-mode", "concurrent-use"},
};

/// Whether a violation of `violation` can be what a finding of `check` is about.
constexpr bool foretells(std::string_view check, std::string_view violation) {
  for (const Foretold& row : kForetold)
    if (row.check == check && row.violation == violation) return true;
  return false;
}

/// The row of a rule's id, or nullptr for a word that is none.
constexpr const Rule* find_rule(std::string_view id) {
  for (const Rule& rule : kRules)
    if (rule.id == id) return &rule;
  return nullptr;
}

/// What breaking a rule means on a connection of this mode (sqlite.org/threadsafe.html): a
/// serialized connection's mutex makes overlapping calls safe, though their order is
/// chance; in single-thread mode SQLite has no mutex at all, so that even its own
/// structures are at risk from any second thread. Of a mode that is not known the worst is
/// assumed, but not of `cross-thread-use`, which most programs break harmlessly.
constexpr Severity severity_of(const Rule& rule, Mode mode) {
  if (rule.id == "concurrent-use" && mode == Mode::serialized) return Severity::warning;
  if (rule.id == "cross-thread-use" && mode == Mode::single_thread) return Severity::error;
  return rule.severity;
}

}  // namespace lanyard::contract
