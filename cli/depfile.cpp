#include "cli/depfile.h"

#include "cli/paths.h"

namespace lanyard::cli {
namespace {

// A name in a rule: the quoting that GCC and Clang write, and both tools read.
std::string quoted(const std::string& name) {
  std::string result;
  for (const char each : name) {
    if (each == ' ' || each == '#' || each == '\\') result.push_back('\\');
    if (each == '$') result.push_back('$');
    result.push_back(each);
  }
  return result;
}

}  // namespace

std::string depfile(const std::string& target, const std::vector<std::string>& inputs,
                    const std::string& directory) {
  std::string rule = quoted(target) + ":";
  for (const std::string& each : inputs) {
    // Neither tool can be told such a name; the rest of it would be another rule's.
    if (each.find_first_of("\r\n") != std::string::npos) continue;
    rule.append(" \\\n  ").append(quoted(relative_to(each, directory)));
  }
  rule.push_back('\n');
  return rule;
}

}  // namespace lanyard::cli
