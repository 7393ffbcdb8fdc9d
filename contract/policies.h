// The three policies: how strict a project wants Lanyard to be.
#pragma once

#include "contract/contract.h"

namespace lanyard::contract {

struct PolicyRow {
  Policy policy;
  std::string_view id;
  std::string_view rule;  // what the policy demands, for --help and the docs
};

inline constexpr PolicyRow kPolicies[] = {
    {Policy::owner, "owner", "only the thread that created a handle uses it"},
    {Policy::exclusive, "exclusive",
     "no two threads are inside one connection, or anything derived from it, at once"},
    {Policy::serialized, "serialized",
     "any thread may call, and none relies on state that another thread can change"},
};

/// The row of a policy's name, or nullptr for a word that is none.
constexpr const PolicyRow* find_policy(std::string_view id) {
  for (const PolicyRow& row : kPolicies)
    if (row.id == id) return &row;
  return nullptr;
}

constexpr std::string_view name(Policy policy) {
  for (const PolicyRow& row : kPolicies)
    if (row.policy == policy) return row.id;
  return "";
}

/// Whether a rule of policy `broken` is reported by someone who asked for
/// `asked`. A stricter policy includes what the laxer ones find: `owner` reports
/// all, `serialized` only its own.
constexpr bool is_reported(Policy broken, Policy asked) { return broken >= asked; }

}  // namespace lanyard::contract
