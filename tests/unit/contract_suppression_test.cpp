// What a suppression means, and how severe a rule is: both hold for shim and command.
#include <gtest/gtest.h>

#include <string>

#include "contract/suppression.h"

namespace lanyard::contract {
namespace {

TEST(Glob, StarsStandForAnyRun) {
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("work", "work"));
  EXPECT_TRUE(matches_glob("*.db", "/srv/app/app.db"));
  EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
  EXPECT_TRUE(matches_glob("**", "x"));
  EXPECT_FALSE(matches_glob("work", "worker"));
  EXPECT_FALSE(matches_glob("work", "rework"));
  EXPECT_FALSE(matches_glob("a*b*c", "a-b-b"));
  EXPECT_FALSE(matches_glob("", "x"));
}

TEST(Glob, AQuestionMarkIsOneCharacter) {
  EXPECT_TRUE(matches_glob("na?ve", "naïve"));
  EXPECT_TRUE(matches_glob("?", "表"));
  EXPECT_TRUE(matches_glob("*?b", "aab"));
  EXPECT_FALSE(matches_glob("?", ""));
  EXPECT_FALSE(matches_glob("?", "ab"));
}

TEST(Glob, ManyStarsAreQuick) {
  const std::string text(5000, 'a');
  EXPECT_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*a*b", text));
}

SuppressionPattern pattern(std::string_view line) { return read_suppression(line).pattern; }

TEST(SuppressionLine, IsARuleAndAGlob) {
  EXPECT_EQ(pattern("cross-thread-use:work").rule, "cross-thread-use");
  EXPECT_EQ(pattern("  *:std::thread::*  \r").glob, "std::thread::*");
  EXPECT_TRUE(pattern("*:x").is_for("use-after-fork"));
  EXPECT_TRUE(pattern("use-after-fork:x").is_for("use-after-fork"));
  EXPECT_FALSE(pattern("use-after-fork:x").is_for("cross-thread-use"));
}

TEST(SuppressionLine, IsForOneHalfOrBoth) {
  EXPECT_TRUE(pattern("*:x").is_for(Half::runtime) && pattern("*:x").is_for(Half::checker));
  EXPECT_TRUE(pattern("sqlite-handle-shared:x").is_for(Half::checker));
  EXPECT_FALSE(pattern("sqlite-handle-shared:x").is_for(Half::runtime));
  EXPECT_FALSE(pattern("cross-thread-use:x").is_for(Half::checker));
  EXPECT_FALSE(pattern("# none").is_for(Half::runtime));
}

TEST(SuppressionLine, MayHoldAComment) {
  for (const char* empty : {"", "  ", "# all of it", "  # all of it", "\t#:"}) {
    EXPECT_EQ(pattern(empty).rule, "") << empty;
    EXPECT_EQ(read_suppression(empty).complaint, "") << empty;
  }
  EXPECT_EQ(pattern("*:work # in the pool").glob, "work");
  EXPECT_EQ(pattern("*:work #1 # 2").glob, "work");
  EXPECT_EQ(pattern("*:item#1").glob, "item#1");
}

TEST(SuppressionLine, TellsAMistake) {
  EXPECT_EQ(read_suppression("work # x").complaint, "has no colon; write RULE:GLOB");
  EXPECT_EQ(read_suppression("work # x").text, "work");
  EXPECT_NE(read_suppression("*:").complaint, "");
  EXPECT_NE(read_suppression(":work").complaint, "");
  EXPECT_NE(read_suppression("cross-thread-us:work").complaint, "");
}

TEST(SuppressionPattern, NamesAPathByAllOfItOrItsEnd) {
  EXPECT_TRUE(pattern("*:app.db").names_path("/srv/app.db"));
  EXPECT_TRUE(pattern("*:/srv/*").names_path("/srv/app.db"));
  EXPECT_TRUE(pattern("*:app.db").names_path("app.db"));
  EXPECT_FALSE(pattern("*:srv/app.db").names_path("/srv/app.db"));
  EXPECT_FALSE(pattern("*:*").names(""));  // what has no name is not named
}

TEST(Severity, DependsOnTheConnectionsMode) {
  const Rule& concurrent = *find_rule("concurrent-use");
  const Rule& crossing = *find_rule("cross-thread-use");
  EXPECT_EQ(severity_of(concurrent, Mode::serialized), Severity::warning);
  for (Mode mode : {Mode::unknown, Mode::single_thread, Mode::multi_thread})
    EXPECT_EQ(severity_of(concurrent, mode), Severity::error);
  EXPECT_EQ(severity_of(crossing, Mode::single_thread), Severity::error);
  for (Mode mode : {Mode::unknown, Mode::multi_thread, Mode::serialized})
    EXPECT_EQ(severity_of(crossing, mode), Severity::note);
  EXPECT_EQ(severity_of(*find_rule("use-after-fork"), Mode::serialized), Severity::error);
  EXPECT_EQ(severity_of(*find_rule("shared-cursor"), Mode::multi_thread), Severity::warning);
}

}  // namespace
}  // namespace lanyard::contract
