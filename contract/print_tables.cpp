// Prints the contract's tables as Markdown: the page that people read, from the rows that both
// halves enforce. The build writes it to share/doc/lanyard/contract.md.
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

#include "contract/functions.h"
#include "contract/policies.h"
#include "contract/rules.h"

namespace {

using namespace lanyard::contract;

void print_row(std::initializer_list<std::string_view> columns) {
  for (std::string_view column : columns) std::printf("| %s ", std::string(column).c_str());
  std::puts("|");
}

void print_policies() {
  std::puts("# The contract\n\n## Policies\n\n| policy | demands |\n|---|---|");
  for (const PolicyRow& row : kPolicies) print_row({row.id, row.rule});
}

void print_rules() {
  std::puts(
      "\n## Rules\n\n| rule | breaks | severity | meaning | this version |\n|---|---|---|---|---|");
  for (const Rule& rule : kRules)
    print_row({rule.id, name(rule.policy), name(rule.severity), rule.help,
               rule.is_enforced ? "finds it" : "does not find it yet"});
}

/// "connection, argument 1". People count from one.
std::string handle_at(Handle kind, Position position) {
  return std::string(name(kind)) + ", argument " + std::to_string(position + 1);
}

/// What a call uses, or "" for one without a handle.
std::string taken(const Function& row) {
  if (row.argument == kNowhere) return "";
  std::string handles = handle_at(row.handle, row.argument);
  if (row.second_argument != kNowhere) handles += "; " + handle_at(row.second, row.second_argument);
  return handles;
}

std::string made(const Function& row) {
  if (row.made == Handle::none) return "";
  const std::string kind(name(row.made));
  if (row.made_argument == kReturned) return kind + ", returned";
  return kind + ", through argument " + std::to_string(row.made_argument + 1);
}

void print_functions() {
  std::puts(
      "\n## Functions\n\n| function | does | handle | creates | shared state "
      "|\n|---|---|---|---|---|");
  for (const Function& row : kFunctions)
    print_row({row.name, name(row.act), taken(row), made(row), name(row.part)});
}

}  // namespace

int main() {
  print_policies();
  print_rules();
  print_functions();
}
