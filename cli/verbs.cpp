// What several verbs share.
#include "cli/verbs.h"

#include <unistd.h>

#include "cli/file_output.h"
#include "cli/format/escape.h"
#include "contract/policies.h"

namespace lanyard::cli {

void add_policy_option(CLI::App& app, std::string& policy) {
  std::vector<std::string> names;
  for (const contract::PolicyRow& row : contract::kPolicies) names.emplace_back(row.id);
  app.add_option("--policy", policy, "How strict to be: owner (the default), exclusive, serialized")
      ->type_name("NAME")
      ->check(CLI::IsMember(names));
}

void add_suppressions_option(CLI::App& app, std::string& file) {
  app.add_option("--suppressions", file, "Leave out what a line RULE:GLOB of FILE matches")
      ->type_name("FILE");
}

int fail(const std::string& verb, const std::string& message, int code) {
  write_all(STDERR_FILENO, "lanyard " + verb + ": " + escape(message) + "\n");
  return code;
}

}  // namespace lanyard::cli
