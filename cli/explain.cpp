// `lanyard explain`: what a rule means and how to mend what it found.
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "cli/file_output.h"
#include "cli/findings.h"
#include "cli/pages.h"
#include "cli/verbs.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

constexpr char kVerb[] = "explain";

// How many letters have to be changed, added or left out to make one word of the other.
unsigned distance(std::string_view a, std::string_view b) {
  std::vector<unsigned> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    unsigned diagonal = row[0];
    row[0] = static_cast<unsigned>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const unsigned changed = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

// The rule whose name is the word but for a slip of the fingers, in a third of its letters at most;
// "" without one.
std::string_view nearest_rule(std::string_view word) {
  const contract::Rule* nearest = std::min_element(
      std::begin(contract::kRules), std::end(contract::kRules),
      [&](const auto& a, const auto& b) { return distance(word, a.id) < distance(word, b.id); });
  return distance(word, nearest->id) <= word.size() / 3 ? nearest->id : "";
}

std::string unknown_rule(const std::string& word) {
  const std::string_view nearest = nearest_rule(word);
  return "there is no rule '" + word + "': " +
         (nearest.empty() ? "`lanyard explain` lists them"
                          : "did you mean " + std::string(nearest) + "?");
}

int print(const std::string& text) {
  if (write_all(STDOUT_FILENO, text)) return kClean;
  return fail(kVerb, "cannot write the page", kNotDone);
}

int list_rules() {
  std::string text;
  for (const contract::Rule& rule : contract::kRules) {
    constexpr std::size_t kColumn = 28;
    std::string line(rule.id);
    line.resize(std::max(kColumn, line.size() + 2), ' ');
    text += line + std::string(rule.help) + (rule.is_enforced ? "\n" : " (not found yet)\n");
  }
  return print(text);
}

int explain(const std::string& word) {
  if (word.empty()) return list_rules();
  const contract::Rule* rule = contract::find_rule(word);
  if (rule == nullptr) return fail(kVerb, unknown_rule(word), kNotDone);
  const std::string_view page = rule_page(rule->id);
  return print(page.empty() ? std::string(rule->id) + ": " + std::string(rule->help) + "\n"
                            : std::string(page));
}

}  // namespace

Verb add_explain(CLI::App& app) {
  auto rule = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand(kVerb, "What a rule means, and how to mend what it found");
  verb->add_option("rule", *rule, "A rule's name; without it, all are listed")->type_name("RULE");
  return {verb, [rule] { return explain(*rule); }, kNotDone};
}

}  // namespace lanyard::cli
