// Merging findings, and choosing where to point.
#include <gtest/gtest.h>

#include <stdexcept>

#include "cli/findings.h"
#include "cli/fingerprints.h"

namespace lanyard::cli {
namespace {

Finding violation(std::int64_t process, unsigned line = 41) {
  Side use, home;
  use.thread.id = static_cast<std::uint64_t>(process);
  use.python = {{"execute", "/usr/lib/python3/dist-packages/orm.py", 7},
                {"work", "/srv/app/app.py", line}};
  home.python = {{"connect", "/srv/app/database.py", 12}};
  Finding finding;
  finding.rule = "cross-thread-use";
  finding.severity = contract::Severity::note;
  finding.api = "sqlite3_step";
  finding.use = use;
  finding.home = home;
  finding.processes = {process};
  return finding;
}

Side& use_of(Finding& finding) {
  if (!finding.use) throw std::logic_error("the finding has no use");
  return *finding.use;
}

Side& home_of(Finding& finding) {
  if (!finding.home) throw std::logic_error("the finding has no home");
  return *finding.home;
}

std::string file_at(const std::optional<Place>& place) { return place ? place->file : "nowhere"; }

TEST(Merge, AddsUpTheSameViolationOfSeveralProcesses) {
  std::vector<Finding> findings = {violation(1), violation(2), violation(1)};
  findings[1].count = 10;
  merge(findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].count, 12u);
  EXPECT_EQ(findings[0].processes, (std::vector<std::int64_t>{1, 2}));
}

TEST(Merge, FoldsTheCallsOfOneLineOfPython) {
  std::vector<Finding> findings = {violation(1), violation(1)};
  findings[1].api = "sqlite3_reset";
  for (Finding& finding : findings) finding.calls = {{finding.api, finding.count}};
  merge(findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].api, "sqlite3_step");
  ASSERT_EQ(findings[0].calls.size(), 2u);
  EXPECT_EQ(findings[0].calls[1].api, "sqlite3_reset");
}

TEST(Merge, SeesThroughThePackagesBetweenTheCallAndTheProgram) {
  std::vector<Finding> findings = {violation(1), violation(1)};
  use_of(findings[1])
      .python.insert(use_of(findings[1]).python.begin() + 1,
                     {"dispatch", "/usr/lib/python3/dist-packages/web/app.py", 5});
  merge(findings);
  EXPECT_EQ(findings.size(), 1u);
}

TEST(Merge, TakesTheGarbageCollectorsCallsByWhereTheHandleComesFrom) {
  std::vector<Finding> findings = {violation(1), violation(1, 99), violation(1)};
  for (Finding& finding : findings) finding.gc = true;
  home_of(findings[2]).python[0].line = 13;
  merge(findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].count, 2u);
}

TEST(Merge, KeepsTheCallsOfNativeCodeApart) {
  std::vector<Finding> findings = {violation(1), violation(1)};
  findings[1].api = "sqlite3_reset";
  for (Finding& finding : findings) use_of(finding).python.clear();
  merge(findings);
  EXPECT_EQ(findings.size(), 2u);
}

TEST(Merge, KeepsOtherSecondPartiesAndForksApart) {
  std::vector<Finding> findings(5, violation(1));
  Party party;
  party.role = "inside";
  party.python = {{"other", "/srv/app/app.py", 50}};
  findings[1].other = findings[2].other = findings[3].other = party;
  findings[2].other->python[0].line = 51;
  findings[3].other->api = "sqlite3_exec";  // of the same line of Python
  findings[4].fork = ForkSite();
  merge(findings);
  ASSERT_EQ(findings.size(), 4u);
}

TEST(Merge, TakesTheFinalizersNameFromWhicheverHasIt) {
  std::vector<Finding> findings = {violation(1), violation(1)};
  for (Finding& finding : findings) finding.gc = true;
  findings[1].finalizer = "_finalize_fairy";
  merge(findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].finalizer, "_finalize_fairy");
}

TEST(Merge, KeepsOtherStacksApart) {
  std::vector<Finding> findings = {violation(1, 41), violation(1, 42)};
  merge(findings);
  EXPECT_EQ(findings.size(), 2u);
}

TEST(Merge, PutsTheMostSevereAndThenTheMostFrequentFirst) {
  std::vector<Finding> findings = {violation(1, 1), violation(1, 2), violation(1, 3)};
  findings[1].count = 5;
  findings[2].severity = contract::Severity::error;
  merge(findings);
  EXPECT_EQ(findings[0].severity, contract::Severity::error);
  EXPECT_EQ(findings[1].count, 5u);
}

TEST(Merge, LeavesTheCheckersFindingsInTheirOrder) {
  std::vector<Finding> findings(2);
  for (Finding& finding : findings) finding.half = contract::Half::checker;
  findings[0].message = "first";
  findings[1].message = "second";
  findings[1].severity = contract::Severity::error;
  merge(findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].message, "first");
}

TEST(FirstPlace, IsTheProjectsOwnFrame) {
  EXPECT_EQ(file_at(first_place(violation(1), "/srv/app")), "/srv/app/app.py");
  EXPECT_EQ(file_at(first_place(violation(1), "/elsewhere")),
            "/usr/lib/python3/dist-packages/orm.py");
}

TEST(FirstPlace, IsAtHomeForTheGarbageCollectorsCalls) {
  Finding finding = violation(1);
  finding.gc = true;
  EXPECT_EQ(file_at(first_place(finding, "/srv/app")), "/srv/app/database.py");
}

TEST(FirstPlace, IsNotAPackageInstalledIntoTheProject) {
  Finding finding = violation(1);
  use_of(finding).python[0].file = "/srv/app/venv/lib/python3.11/site-packages/orm.py";
  EXPECT_EQ(file_at(first_place(finding, "/srv/app")), "/srv/app/app.py");
}

TEST(FirstPlace, IsNowhereWithoutASourceLine) {
  Finding finding = violation(1);
  use_of(finding).python = {{"<module>", "<string>", 1}};
  finding.home.reset();
  EXPECT_FALSE(first_place(finding, "/srv/app"));
}

TEST(FirstPlace, IsNotInTheCodeThatStartsThreads) {
  Finding finding = violation(1);
  NativeFrame start;
  start.module = "/lib/x86_64-linux-gnu/libc.so.6";
  start.file = "./nptl/pthread_create.c";
  start.line = 442;
  use_of(finding).python.clear();
  use_of(finding).native = {start};
  EXPECT_EQ(file_at(first_place(finding, "/elsewhere")), "/srv/app/database.py");
}

std::string fingerprint(const Finding& finding, const std::string& root = "/srv/app") {
  std::vector<Finding> findings = {finding};
  add_fingerprints(findings, root);
  return findings[0].fingerprint;
}

TEST(Fingerprint, SurvivesOtherLinesAndThreads) {
  Finding moved = violation(2, 99);
  EXPECT_EQ(fingerprint(violation(1)), fingerprint(moved));
  use_of(moved).python[1].function = "other";
  EXPECT_NE(fingerprint(violation(1)), fingerprint(moved));
}

TEST(Fingerprint, DoesNotDependOnTheCheckoutOrTheCLibrary) {
  Finding here = violation(1);
  use_of(here).python.clear();
  NativeFrame work;
  work.module = "/srv/app/service";
  work.function = "work";
  use_of(here).native = {work};
  Finding there = here;
  home_of(there).python[0].file = "/builds/7/database.py";
  use_of(there).native[0].module = "/builds/7/service";
  NativeFrame start;
  start.module = "/lib/x86_64-linux-gnu/libc.so.6";
  start.function = "start_thread";
  use_of(there).native.push_back(start);
  EXPECT_EQ(fingerprint(here), fingerprint(there, "/builds/7"));
  EXPECT_NE(fingerprint(here), fingerprint(there));
}

TEST(Fingerprint, IsTheSameWhicheverCallsOfTwoThreadsMeet) {
  Finding finding = violation(1);
  finding.rule = "concurrent-use";
  finding.other.emplace();
  finding.other->role = "inside";
  finding.other->python = {{"refresh", "/srv/app/app.py", 50}};
  Finding swapped = finding;
  std::swap(use_of(swapped).python, swapped.other->python);
  swapped.api = "sqlite3_reset";
  EXPECT_EQ(fingerprint(finding), fingerprint(swapped));
  home_of(swapped).python[0].function = "reconnect";
  EXPECT_NE(fingerprint(finding), fingerprint(swapped));
  home_of(swapped) = home_of(finding);
  finding.other->role = swapped.other->role = "transaction";
  EXPECT_NE(fingerprint(finding), fingerprint(swapped));
}

TEST(Fingerprint, IsNumberedByPlaceWhereSeveralWouldShareIt) {
  std::vector<Finding> findings = {violation(1, 50), violation(1, 9), violation(1, 41)};
  add_fingerprints(findings, "/srv/app");
  const std::string hash = fingerprint(violation(1));
  EXPECT_EQ(findings[0].fingerprint, hash + ":3");
  EXPECT_EQ(findings[1].fingerprint, hash);
  EXPECT_EQ(findings[2].fingerprint, hash + ":2");
  findings.push_back(violation(1, 7));  // of another run, whose reports are kept
  add_fingerprints(findings, "/srv/app");
  EXPECT_EQ(findings[3].fingerprint, hash + ":4");
}

TEST(Fingerprint, SurvivesAHelperInBetween) {
  Finding plain = violation(1);
  plain.half = contract::Half::checker;
  plain.where = Place{"/srv/app/a.c", 3, 1};
  Step use;
  use.role = "used_there";
  use.function = "run_sql";
  plain.steps.push_back(use);
  Finding longer = plain;
  use.role = "calls";
  use.where = *plain.where;
  use.function = "save";
  longer.steps.insert(longer.steps.begin(), use);
  EXPECT_EQ(fingerprint(plain), fingerprint(longer));
}

TEST(Counted, SetsThousandsApart) {
  EXPECT_EQ(counted(0, "use", "uses"), "0 uses");
  EXPECT_EQ(counted(1, "use", "uses"), "1 use");
  EXPECT_EQ(counted(999, "use", "uses"), "999 uses");
  EXPECT_EQ(counted(1234567, "use", "uses"), "1,234,567 uses");
}

}  // namespace
}  // namespace lanyard::cli
