// What each half makes of the other's findings.
#include "cli/join.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace lanyard::cli {
namespace {

using contract::Half;

// The program of these tests: Service::Service opens a connection by Database's constructor and
// starts a thread, which uses it through Database::execute.
const std::string kRoot = testing::TempDir() + "lanyard-joined-" + std::to_string(getpid());
const std::string kDatabase = kRoot + "/database.cpp";
const std::string kService = kRoot + "/service.cpp";

NativeFrame frame(const std::string& function, const std::string& file, unsigned line) {
  NativeFrame frame;
  frame.module = "/build/app";
  frame.offset = line;
  frame.function = function;
  frame.file = file;
  frame.line = line;
  return frame;
}

const NativeFrame kExecute = frame("Database::execute(char const*)", kDatabase, 20);
const NativeFrame kOpen = frame("Database::Database(char const*)", kDatabase, 8);
const NativeFrame kStart = frame("Service::Service(char const*)", kService, 7);
const NativeFrame kConstruct = frame("Service::Service(char const*)", kService, 5);
const NativeFrame kRun = frame("Service::run()", kService, 16);
const NativeFrame kMain = frame("main", kRoot + "/main.cpp", 3);

Step step(const std::string& role, const NativeFrame& at, const std::string& function,
          const std::string& api) {
  Step step;
  step.role = role;
  step.where = {at.file, at.line, 1};
  step.function = function;
  step.api = api;
  return step;
}

Finding checked(const std::string& rule) {
  Finding finding;
  finding.rule = rule;
  finding.half = Half::checker;
  finding.steps = {step("created", kOpen, "Database::Database", ""),
                   step("crosses", kStart, "Service::Service", ""),
                   step("used_there", kExecute, "Database::execute", "sqlite3_exec"),
                   step("advice", kStart, "", "")};
  return finding;
}

Finding seen(const std::string& rule) {
  Finding violation;
  violation.rule = rule;
  violation.half = Half::runtime;
  violation.api = "sqlite3_exec";
  violation.count = 3;
  Side use, home;
  use.native = {kExecute, kRun};
  ThreadStart start;
  start.native = {kStart, kMain};
  use.thread.started = start;
  home.native = {kOpen, kConstruct, kMain};
  violation.use = use;
  violation.home = home;
  return violation;
}

class Joined : public testing::Test {
 protected:
  Joined() {
    Checked all;
    all.policy = "owner";
    all.root = kRoot;
    write_database();
    all.files = {"database.cpp", "main.cpp", "service.cpp"};
    report_.checked = {all};
    report_.runs.resize(1);
    report_.runs[0].policy = "owner";
    report_.findings = {seen("cross-thread-use"), checked("sqlite-handle-shared")};
  }

  ~Joined() override { std::filesystem::remove_all(kRoot); }

  // With the calls in it that sites speak of.
  static void write_database() {
    std::filesystem::create_directories(kRoot);
    std::ofstream file(kDatabase);
    for (unsigned line = 1; line <= 22; ++line) {
      if (line == kOpen.line) file << "  sqlite3_open(path, &handle_);";
      if (line == kExecute.line) file << "  sqlite3_exec(handle_, sql, 0, 0, 0);";
      if (line == kExecute.line + 1) file << "  sqlite3_close(handle_);";
      file << "\n";
    }
  }

  Finding& violation() { return report_.findings[0]; }
  Finding& finding() { return report_.findings.back(); }

  // Both are told, each for itself.
  bool stands_apart() {
    join(report_);
    return report_.findings.size() == 2 && report_.findings[0].why_unseen &&
           !(finding().join && finding().join->evidence == Evidence::confirmed);
  }

  // What the checker's finding says, once joined.
  std::optional<Join> joined() {
    join(report_);
    return finding().join;
  }

  std::string reason() {
    join(report_);
    const auto& why = report_.findings[0].why_unseen;
    return why ? std::string(name(why->reason)) + ": " + why->message : "";
  }

  Report report_;
};

TEST_F(Joined, AViolationConfirmsTheFindingAndStandsUnderIt) {
  const auto found = joined();
  ASSERT_EQ(report_.findings.size(), 1u);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->evidence, Evidence::confirmed);
  ASSERT_EQ(found->confirmed_by.size(), 1u);
  EXPECT_EQ(found->confirmed_by[0].count, 3u);
}

TEST_F(Joined, ThatOfAnotherRuleDoesNot) {
  violation().rule = "use-after-fork";
  EXPECT_TRUE(stands_apart());
}

TEST_F(Joined, AnInterleavedTransactionIsNoRowIdThatWasReplaced) {
  violation().rule = "interleaved-transaction";
  finding().rule = "sqlite-connection-state";
  finding().steps[0] = step("used_here", kRun, "Service::run", "sqlite3_last_insert_rowid");
  EXPECT_TRUE(stands_apart());
  violation().rule = "stale-connection-state";
  EXPECT_TRUE(joined());
  EXPECT_EQ(report_.findings.size(), 1u);
}

TEST_F(Joined, AnInterleavedTransactionIsWhatATransactionsFindingForetells) {
  violation().rule = "interleaved-transaction";
  finding().rule = "sqlite-connection-state";
  finding().steps[0] = step("used_here", kRun, "Service::run", "sqlite3_exec");
  EXPECT_TRUE(joined());
  EXPECT_EQ(report_.findings.size(), 1u);
}

TEST_F(Joined, ThatOfAnotherHandleThroughTheSameWrapperDoesNot) {
  const NativeFrame log = frame("Log::Log(char const*)", kRoot + "/log.cpp", 9);
  if (!violation().use || !violation().home || !violation().use->thread.started) FAIL();
  violation().use->native[1] = frame("Log::run()", kRoot + "/log.cpp", 30);
  violation().use->thread.started->native[0] = log;
  violation().home->native = {frame("open_log", kRoot + "/log.cpp", 3), log};
  EXPECT_TRUE(stands_apart());
}

// One thread of the program makes a connection that another uses: main() starts it, and is in all
// stacks, and in another line has a connection of its own that the checker speaks of.
TEST_F(Joined, ThatOfAnotherHandleInAFunctionThatMainCallsDoesNot) {
  const std::string main = kRoot + "/main.cpp";
  finding().steps = {step("created", frame("main", main, 14), "main", ""),
                     step("crosses", frame("main", main, 16), "main", ""),
                     step("used_there", frame("", main, 16), "a lambda", "sqlite3_exec"),
                     step("used_here", frame("main", main, 17), "main", "sqlite3_exec")};
  const NativeFrame other = frame("other_handle()", main, 8), calls = frame("main", main, 20);
  violation().use->native = {other, calls};
  violation().use->thread.started.reset();
  violation().home->native = {frame("open_it()", main, 4)};
  violation().home->thread.started = ThreadStart();
  violation().home->thread.started->native = {frame("other_handle()", main, 7), calls};
  EXPECT_TRUE(stands_apart());
}

TEST_F(Joined, ThatOfAnotherHandleInTheSameFunctionDoesNot) {
  const std::string main = kRoot + "/main.cpp";
  finding().steps = {step("created", frame("main", main, 14), "main", ""),
                     step("crosses", frame("main", main, 16), "main", ""),
                     step("used_here", frame("main", main, 17), "main", "sqlite3_exec")};
  violation().use->native = {frame("main", main, 40)};
  violation().use->thread.started.reset();
  violation().home->native = {frame("open_it()", main, 4)};
  violation().home->thread.started = ThreadStart();
  violation().home->thread.started->native = {frame("main", main, 38)};
  EXPECT_TRUE(stands_apart());
  violation().home->native = {frame("main", main, 14)};
  EXPECT_TRUE(joined());  // another call of the same handle's
  EXPECT_EQ(report_.findings.size(), 1u);
}

TEST_F(Joined, OfTwoHandlesOnOneThreadTheOneThatWasMadeThereIsConfirmed) {
  Finding other = checked("sqlite-handle-shared");
  other.steps[0] = step("created", frame("", kRoot + "/log.cpp", 9), "Log::open", "");
  report_.findings.insert(report_.findings.begin() + 1, other);
  join(report_);
  ASSERT_EQ(report_.findings.size(), 2u);
  EXPECT_FALSE(report_.findings[0].join);
  EXPECT_TRUE(report_.findings[1].join);
}

TEST_F(Joined, ThatOfAnotherFileOfTheSameNameDoesNot) {
  for (NativeFrame& each : violation().use->native)
    each.file.replace(0, kRoot.size(), kRoot + "/old");
  EXPECT_TRUE(stands_apart());
}

TEST_F(Joined, ItMayBeBuiltInAnotherFolder) {
  each_stack(violation(), [](Stacks& stacks) {
    for (NativeFrame& each : stacks.native) each.file.replace(0, kRoot.size(), "/ci/checkout-7");
  });
  EXPECT_TRUE(joined());
  EXPECT_EQ(report_.findings.size(), 1u);
}

TEST_F(Joined, ItMayBeBuiltByRelativePaths) {
  each_stack(violation(), [](Stacks& stacks) {
    for (NativeFrame& each : stacks.native) each.file.replace(0, kRoot.size(), kRoot + "/build/..");
  });
  EXPECT_TRUE(joined());
  EXPECT_EQ(report_.findings.size(), 1u);
}

TEST_F(Joined, ItMayBeAnotherCallInTheSameFunction) {
  violation().use->native[0].line = 22;
  EXPECT_TRUE(joined());
}

TEST_F(Joined, NotAnotherCallWhereTheHandleDoesNotCross) {
  violation().use->native[0].line = 22;
  violation().use->thread.started.reset();
  violation().home->native = {kOpen, kMain};
  EXPECT_TRUE(stands_apart());
}

TEST_F(Joined, ItMayCrossThroughAPoolThatNoStackShows) {
  violation().use->thread.started->native = {frame("Pool::Pool()", kRoot + "/pool.cpp", 8)};
  violation().home->native = {kOpen, kMain};
  EXPECT_TRUE(joined());
}

TEST_F(Joined, OfSeveralFindingsTheOneThatKnowsWhereItCrossesIsConfirmed) {
  Finding other = checked("sqlite-handle-shared");
  other.steps[1] = step("crosses", frame("", kRoot + "/log.cpp", 9), "Log::Log", "");
  report_.findings.push_back(other);
  join(report_);
  ASSERT_EQ(report_.findings.size(), 2u);
  EXPECT_TRUE(report_.findings[0].join);
  EXPECT_FALSE(report_.findings[1].join);
}

TEST_F(Joined, ALambdasOtherCallsGoWithTheOneThatTheFindingNames) {
  const std::string lambda = "Service::start()::'lambda'()::operator()() const";
  finding().steps[2] = step("used_there", frame("", kService, 30), "a lambda", "sqlite3_step");
  violation().use->native = {frame(lambda, kService, 30)};
  Finding next = violation();
  next.api = "sqlite3_column_int";
  next.use->native[0].line = 31;
  report_.findings.insert(report_.findings.begin(), next);
  const auto found = joined();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->confirmed_by.size(), 2u);
}

TEST_F(Joined, NothingIsClaimedOfCallsThatNoRunListed) {
  report_.findings.erase(report_.findings.begin());
  EXPECT_FALSE(joined());
}

TEST_F(Joined, ACallThatARunMadeIsExercised) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.sites = {{"sqlite3_exec", {kExecute}}};
  const auto found = joined();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->evidence, Evidence::exercised);
  EXPECT_EQ(found->calls, 1u);
  EXPECT_EQ(found->made, 1u);
}

TEST_F(Joined, ACallThatNoRunMadeIsUnexercised) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.sites = {{"sqlite3_open", {kOpen}}};
  const auto found = joined();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->evidence, Evidence::unexercised);
}

TEST_F(Joined, ACallInAMacroHasTheLineOfTheMacro) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.sites = {{"sqlite3_exec", {frame(kExecute.function, kDatabase, kExecute.line - 1)}}};
  EXPECT_EQ(joined()->evidence, Evidence::exercised);
}

TEST_F(Joined, AnotherCallNextToItIsNotThatCall) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.sites = {{"sqlite3_close", {frame(kExecute.function, kDatabase, kExecute.line + 1)}}};
  EXPECT_EQ(joined()->evidence, Evidence::unexercised);
}

// The compiler made the last call of a function a jump, so that it seems to come from main().
TEST_F(Joined, NothingIsClaimedOfAFunctionThatWasCalledFromElsewhere) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.sites = {{"sqlite3_exec", {kOpen}}};
  EXPECT_FALSE(joined());
  report_.sites = {{"sqlite3_exec", {kOpen}}, {"sqlite3_exec", {kExecute}}};
  EXPECT_EQ(joined()->made, 1u);
  Step other = step("used_here", kRun, "Service::run", "sqlite3_exec");
  finding().steps.insert(finding().steps.begin(), other);
  const auto found = joined();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->evidence, Evidence::exercised);
  EXPECT_EQ(found->calls, 0u);
}

TEST_F(Joined, WhereTheUseLeftNoFrameTheThreadsStartTells) {
  violation().use->native = {frame("start_thread", "", 0)};
  EXPECT_TRUE(joined());
}

TEST_F(Joined, WhereTheUseLeftNoFrameAnotherThreadsStartDoesNot) {
  violation().use->native = {frame("start_thread", "", 0)};
  violation().use->thread.started->native = {frame("Pool::Pool()", kRoot + "/pool.cpp", 8)};
  EXPECT_TRUE(stands_apart());
}

TEST_F(Joined, NothingIsClaimedWhereOneRunListedNothing) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.runs.resize(2);
  report_.sites = {{"sqlite3_open", {kOpen}}};
  EXPECT_FALSE(joined());
}

TEST_F(Joined, NothingIsClaimedOfAProgramWithoutLineNumbers) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  NativeFrame stripped;
  stripped.module = "/build/app";
  report_.sites = {{"sqlite3_step", {stripped}}, {"sqlite3_open", {kOpen}}};
  EXPECT_FALSE(joined());
  report_.sites[0].frames[0].module =
      "/usr/lib/libQt5Sql.so.5";  // never has any, and is not checked
  EXPECT_TRUE(joined());
}

TEST_F(Joined, NoCallIsCalledRightWhereViolationsAreLeftOut) {
  report_.findings.erase(report_.findings.begin());
  report_.runs[0].sites = true;
  report_.runs[0].counts.unreported = 1;
  report_.sites = {{"sqlite3_exec", {kExecute}}};
  EXPECT_FALSE(joined());
  report_.sites = {{"sqlite3_open", {kOpen}}};
  EXPECT_TRUE(joined());  // that a call was not made can be said all the same
}

TEST_F(Joined, NothingIsClaimedWhereTheRunWasAskedForLess) {
  report_.findings.erase(report_.findings.begin());
  finding().rule = "sqlite-handle-transferred";
  report_.runs[0].sites = true;
  report_.runs[0].policy = "exclusive";
  report_.sites = {{"sqlite3_exec", {kExecute}}};
  EXPECT_FALSE(joined());
}

TEST_F(Joined, TheCheckerIsSilentOnWhatItDidNotSee) {
  report_.findings.pop_back();
  report_.checked[0].files = {"main.cpp", "service.cpp"};
  EXPECT_EQ(reason(), "not-in-database: database.cpp is no part of what was checked");
  report_.checked[0].unparsed = {"database.cpp"};
  EXPECT_EQ(reason(), "not-parsed: database.cpp could not be parsed");
}

TEST_F(Joined, TheCheckerIsSilentOnWhatItDoesNotUnderstand) {
  report_.findings.pop_back();
  EXPECT_EQ(reason().substr(0, 17), "thread-not-known:");
  report_.checked[0].policy = "exclusive";
  EXPECT_EQ(reason(), "laxer-policy: the policy exclusive, which lint was asked for, allows it");
}

TEST_F(Joined, TheCheckerIsSilentOnWhatItWasToldNotToSay) {
  report_.checked[0].silenced = {{"NOLINT", finding()}};
  report_.findings.pop_back();
  EXPECT_EQ(reason(),
            "silenced: it has found this (sqlite-handle-shared), and a NOLINT comment silences it");
}

TEST_F(Joined, TheCheckerSaysSomethingElseOfTheHandle) {
  finding().where = finding().steps[1].where;
  violation().rule = "interleaved-transaction";
  EXPECT_EQ(reason(),
            "other-rule: what it says of these threads is sqlite-handle-shared, at service.cpp:7");
}

TEST_F(Joined, TheCheckerIsSilentOnPython) {
  report_.findings.pop_back();
  violation().use->python = {{"work", kRoot + "/app.py", 3}};
  EXPECT_EQ(reason().substr(0, 15), "other-language:");
}

TEST_F(Joined, OfAViolationWithoutLineNumbersNothingIsKnown) {
  report_.findings.pop_back();
  each_stack(violation(), [](Stacks& stacks) {
    for (NativeFrame& each : stacks.native) each.file.clear();
  });
  violation().use->thread.started.reset();
  EXPECT_EQ(reason(), "");
}

TEST_F(Joined, AReportOfOneHalfStaysAsItIs) {
  report_.checked.clear();
  join(report_);
  EXPECT_EQ(report_.findings.size(), 2u);
  EXPECT_FALSE(violation().why_unseen);
}

TEST_F(Joined, AReportCanBeJoinedAgain) {
  joined();
  report_.findings.insert(report_.findings.begin(), seen("cross-thread-use"));
  const auto found = joined();
  ASSERT_EQ(report_.findings.size(), 1u);
  ASSERT_EQ(found->confirmed_by.size(), 1u);
  EXPECT_EQ(found->confirmed_by[0].count, 6u);
}

}  // namespace
}  // namespace lanyard::cli
