// Findings to JSON and back: one table of keys for both directions.
//
// The result file of the runtime has the same shapes under the same keys (a thread, a
// stack, a handle), so its reader uses this table too. A key that is missing, or null,
// leaves the member as it is by default; a value of the wrong type throws
// nlohmann::json::exception.
#pragma once

#include <nlohmann/json.hpp>

#include "cli/findings.h"

namespace nlohmann {

template <typename T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& value, const std::optional<T>& member) {
    value = member ? json(*member) : json(nullptr);
  }
  static void from_json(const json& value, std::optional<T>& member) {
    if (value.is_null())
      member.reset();
    else
      member = value.get<T>();
  }
};

template <>
struct adl_serializer<lanyard::contract::Severity> {
  static void to_json(json& value, lanyard::contract::Severity severity);
  static void from_json(const json& value, lanyard::contract::Severity& severity);
};

template <>
struct adl_serializer<lanyard::contract::Half> {
  static void to_json(json& value, lanyard::contract::Half half);
  static void from_json(const json& value, lanyard::contract::Half& half);
};

template <>
struct adl_serializer<lanyard::cli::Evidence> {
  static void to_json(json& value, lanyard::cli::Evidence evidence);
  static void from_json(const json& value, lanyard::cli::Evidence& evidence);
};

template <>
struct adl_serializer<lanyard::cli::Silence> {
  static void to_json(json& value, lanyard::cli::Silence silence);
  static void from_json(const json& value, lanyard::cli::Silence& silence);
};

}  // namespace nlohmann

namespace lanyard::cli {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Place, file, line, column)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(NativeFrame, module, build_id, offset, symbol,
                                                function, file, line, column, inlined)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PythonFrame, function, file, line)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Stacks, native, python)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ThreadName, id, name, tid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ThreadStart, thread, entry, native, python)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Thread, id, name, tid, ended, started)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Side, thread, native, python, opened_by,
                                                first_used_by)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Party, thread, native, python, api, role)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ForkSite, pid, via, native, python)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Connection, id, file, mode)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Handle, id, kind, name, sql, caller, created,
                                                connection)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Candidate, connection, home)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Step, role, where, function, message, api, thread)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Edit, where, length, text, message)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Call, api, count)
// A finding holds others.
inline void to_json(nlohmann::json& value, const Finding& finding);
inline void from_json(const nlohmann::json& value, Finding& finding);
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Join, evidence, confirmed_by, calls, made)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Unseen, reason, message)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Finding, rule, severity, half, message, fingerprint,
                                                where, steps, edits, api, handle, use, home, other,
                                                fork, candidates, count, calls, at_exit, gc,
                                                finalizer, unread_python, processes, suppression,
                                                join, why_unseen)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Problem, file, message, fatal, others)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Library, version, path)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Counts, violations, uses, at_exit, unreported,
                                                suppressed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Run, pid, exe, policy, sqlite, ended, incomplete,
                                                sites, counts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Suppressed, pattern, hits)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Silenced, by, finding)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Checked, policy, root, files, unparsed, silenced)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Site, api, frames)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Tool, name, version)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Report, tool, policy, findings, problems, runs,
                                                suppressions, units, checked, sites, in_baseline)

/// Parses one JSON text and takes out members that are null. Throws
/// nlohmann::json::exception for text that is not JSON, is nested deeper than any
/// file of ours, or has a number that is negative, has a fraction or does not fit into 64 bits.
nlohmann::json parse_json(std::string_view text);

}  // namespace lanyard::cli
