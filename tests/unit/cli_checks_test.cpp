// Which checks are on: globs and NOLINT, with clang-tidy's meaning.
#include <gtest/gtest.h>

#include "checker/summary/nolint.h"
#include "cli/checks.h"
#include "cli/nolint.h"

namespace lanyard::cli {
namespace {

constexpr char kShared[] = "sqlite-handle-shared";

TEST(GlobList, TheLastGlobThatMatchesDecides) {
  EXPECT_TRUE(GlobList("sqlite-*").contains(kShared));
  EXPECT_FALSE(GlobList("sqlite-*,-sqlite-handle-*").contains(kShared));
  EXPECT_TRUE(GlobList("-*,sqlite-handle-shared").contains(kShared));
  EXPECT_TRUE(GlobList(" -* , *-shared ").contains(kShared));
  EXPECT_FALSE(GlobList("sqlite").contains(kShared));
  EXPECT_FALSE(GlobList("").contains(kShared));
}

TEST(GlobList, StarsMatchAnywhere) {
  EXPECT_TRUE(GlobList("*handle*d").contains(kShared));
  EXPECT_TRUE(GlobList("s*e-s*").contains(kShared));
  EXPECT_FALSE(GlobList("*handle*x").contains(kShared));
  EXPECT_FALSE(GlobList("*x*").contains(kShared));
}

TEST(GlobList, ANegativeStartTakesFromAll) {
  EXPECT_TRUE(GlobList("-sqlite-handle-guarded").starts_negative());
  EXPECT_TRUE(GlobList("-sqlite-handle-guarded").contains(kShared, true));
  EXPECT_FALSE(GlobList(kShared).starts_negative());
}

bool silenced(const char* source, unsigned line) {
  NoLint nolint;
  for (const summary::NoLint& each : summary::nolint_comments(source, 0)) nolint.add(each);
  return nolint.silences(line, kShared);
}

TEST(NoLint, SpeaksForItsOwnLine) {
  constexpr char kSource[] = "int a;\nint b;  // NOLINT\nint c;\n";
  EXPECT_FALSE(silenced(kSource, 1));
  EXPECT_TRUE(silenced(kSource, 2));
  EXPECT_FALSE(silenced(kSource, 3));
}

TEST(NoLint, MayNameChecks) {
  EXPECT_TRUE(silenced("a;  // NOLINT(sqlite-handle-shared)", 1));
  EXPECT_TRUE(silenced("a;  // NOLINT(bugprone-x, sqlite-*)", 1));
  EXPECT_FALSE(silenced("a;  // NOLINT(bugprone-x)", 1));
  EXPECT_FALSE(silenced("a;  // NOLINT()", 1));
  EXPECT_TRUE(silenced("a;  // NOLINT(*,-sqlite-handle-shared)", 1));  // as clang-tidy does
  EXPECT_FALSE(silenced("a;  // NOLINT(-sqlite-handle-shared)", 1));
  EXPECT_TRUE(silenced("a;  // NOLINT: the caller holds the lock (see queue.h)", 1));
}

TEST(NoLint, NextLineSpeaksForTheNext) {
  constexpr char kSource[] = "// NOLINTNEXTLINE(sqlite-handle-shared)\na;\nb;\n";
  EXPECT_FALSE(silenced(kSource, 1));
  EXPECT_TRUE(silenced(kSource, 2));
  EXPECT_FALSE(silenced(kSource, 3));
}

TEST(NoLint, ABlockSpeaksForAllBetween) {
  constexpr char kSource[] = "a;\n// NOLINTBEGIN(sqlite-*)\nb;\n// NOLINTEND(sqlite-*)\nc;\n";
  EXPECT_FALSE(silenced(kSource, 1));
  EXPECT_TRUE(silenced(kSource, 3));
  EXPECT_FALSE(silenced(kSource, 5));
}

TEST(NoLint, ABlockThatIsNotClosedSilencesNothing) {
  EXPECT_FALSE(silenced("// NOLINTBEGIN\nb;\n", 2));
  EXPECT_FALSE(silenced("// NOLINTBEGIN(sqlite-*)\nb;\n// NOLINTEND\n", 2));
}

TEST(NoLint, OtherWordsAreNotMeant) { EXPECT_FALSE(silenced("a;  // NOLINTERS", 1)); }

TEST(NoLintFiles, KnowEachFileByItsName) {
  summary::Module module;
  module.files = {"", "a.c", "b.h"};
  module.nolint = summary::nolint_comments("a;  // NOLINT\n", 2);
  const NoLintFiles files({module, module});
  EXPECT_TRUE(files.silences("b.h", 1, kShared));
  EXPECT_FALSE(files.silences("a.c", 1, kShared));
  EXPECT_FALSE(files.silences("c.c", 1, kShared));
}

}  // namespace
}  // namespace lanyard::cli
