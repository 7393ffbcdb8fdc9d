// The command line and the environment that a command gets; the rules' pages.
#include <gtest/gtest.h>

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "cli/pages.h"
#include "cli/preload.h"
#include "contract/rules.h"

namespace lanyard::cli {
namespace {

using Words = std::vector<std::string>;

// What cut_command leaves and takes, for a verb with `--policy VALUE`, `-o FILE`, `--quiet`.
std::pair<Words, Words> cut(Words words) {
  CLI::App verb;
  std::string value;
  bool flag = false;
  verb.add_option("--policy", value);
  verb.add_option("-o,--output", value);
  verb.add_flag("--quiet", flag);
  Words command = cut_command(verb, words);
  return {words, command};
}

TEST(CutCommand, StartsAtTheFirstWordThatIsNoOption) {
  EXPECT_EQ(cut({"--quiet", "python3", "--quiet", "app.py"}),
            (std::pair<Words, Words>{{"--quiet"}, {"python3", "--quiet", "app.py"}}));
}

TEST(CutCommand, SkipsTheValuesOfOptions) {
  EXPECT_EQ(
      cut({"--policy", "owner", "-o", "out", "--policy=owner", "app"}),
      (std::pair<Words, Words>{{"--policy", "owner", "-o", "out", "--policy=owner"}, {"app"}}));
}

TEST(CutCommand, TakesEverythingBehindTwoDashes) {
  EXPECT_EQ(cut({"--quiet", "--", "--odd-name", "--", "[1,2]"}),
            (std::pair<Words, Words>{{"--quiet"}, {"--odd-name", "--", "[1,2]"}}));
}

TEST(CutCommand, LeavesAnUnknownOptionForTheParser) {
  EXPECT_EQ(cut({"--bogus", "app"}), (std::pair<Words, Words>{{"--bogus"}, {"app"}}));
}

TEST(OptionsValue, KeepsTheUsersOwnUnlessSet) {
  EXPECT_EQ(options_value(nullptr, {{"exitcode", "0"}}), "exitcode=0");
  EXPECT_EQ(options_value("sql=0:exitcode=3:at_exit=1", {{"exitcode", "0"}}),
            "sql=0:at_exit=1:exitcode=0");
}

TEST(PreloadValue, PutsTheShimFirst) {
  EXPECT_EQ(preload_value("/lib/shim.so", nullptr), "/lib/shim.so");
  EXPECT_EQ(preload_value("/lib/shim.so", ""), "/lib/shim.so");
  EXPECT_EQ(preload_value("/lib/shim.so", "/lib/other.so"), "/lib/shim.so:/lib/other.so");
}

TEST(Pages, EveryRuleHasOneThatNamesIt) {
  for (const contract::Rule& rule : contract::kRules)
    EXPECT_NE(rule_page(rule.id).find(rule.id), std::string_view::npos) << rule.id;
}

TEST(Pages, SayWhatThisVersionDoesNotReport) {
  for (const contract::Rule& rule : contract::kRules) {
    // A page is wrapped, so the sentence may be broken across lines.
    std::string page(rule_page(rule.id));
    std::replace(page.begin(), page.end(), '\n', ' ');
    EXPECT_EQ(page.find("version does not report it yet") == std::string::npos, rule.is_enforced)
        << rule.id;
  }
}

TEST(Pages, OtherWordsHaveNone) { EXPECT_EQ(rule_page("no-such-rule"), ""); }

}  // namespace
}  // namespace lanyard::cli
