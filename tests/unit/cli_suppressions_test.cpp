// Suppressions after the run: what they match, and the lines that the command proposes.
#include "cli/suppressions.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace lanyard::cli {
namespace {

NativeFrame native(const std::string& function, const std::string& file = "") {
  NativeFrame frame;
  frame.module = "/srv/app/service";
  frame.symbol = "_mangled_" + function;
  frame.function = function;
  frame.file = file;
  return frame;
}

// A use in `function`, called by handle(), of a connection that open_app() opened.
Finding violation(const std::string& function, const std::string& api = "sqlite3_step") {
  Finding finding;
  finding.rule = "cross-thread-use";
  finding.api = api;
  finding.count = 3;
  finding.handle.connection = Connection{1, "/srv/app/app.db", "serialized"};
  finding.use.emplace();
  finding.use->python = {{"execute", "/usr/lib/python3/dist-packages/orm.py", 7},
                         {function, "/srv/app/pages.py", 20},
                         {"handle", "/srv/app/server.py", 30}};
  finding.home.emplace();
  finding.home->python = {{"open_app", "/srv/app/database.py", 12}};
  return finding;
}

std::vector<std::string> proposed(std::vector<Finding> findings) {
  Report report;
  report.findings = std::move(findings);
  propose_suppressions(report);
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) lines.push_back(finding.suppression);
  return lines;
}

TEST(Suppressions, MatchTheNamesThatOnlyDebugInformationHas) {
  Finding finding = violation("show");
  finding.use->python.clear();
  finding.use->native = {native("app::(anonymous namespace)::step(int)", "/srv/app/a.cpp")};
  finding.other.emplace();
  finding.other->native = {native("inside")};
  finding.fork.emplace();
  finding.fork->native = {native("start")};
  finding.finalizer = "sweep";
  finding.handle.created.emplace();
  finding.handle.created->native = {native("prepare")};
  for (const char* name :
       {"app::(anonymous namespace)::step(int)", "app::(anonymous namespace)::step", "_mangled_a*",
        "service", "/srv/app/service", "inside", "sweep", "start", "prepare", "open_app",
        "database.py", "app.db", "sqlite3_step"})
    EXPECT_TRUE(is_suppressed_by(finding, "*:" + std::string(name))) << name;
  for (const char* line : {"*:step", "*:a.cpp", "use-after-fork:*", "*:sqlite3_reset"})
    EXPECT_FALSE(is_suppressed_by(finding, line)) << line;
}

TEST(Suppressions, AreNotForTheChecker) {
  Finding finding = violation("show");
  finding.half = contract::Half::checker;
  EXPECT_FALSE(is_suppressed_by(finding, "*:*"));
  EXPECT_EQ(proposed({finding}).at(0), "");
}

TEST(Suppressions, TakeOutWhatTheyMatchAndCountIt) {
  const std::string file = testing::TempDir() + "lanyard-cli-suppressions";
  std::ofstream(file) << "# ours\n*:show # for now\n*:nobody\n";
  std::string error;
  const auto suppressions = Suppressions::read(file, error);
  ASSERT_TRUE(suppressions) << error;
  Report report;
  report.findings = {violation("show"), violation("edit"), violation("show")};
  add_hits(report, "*:show", 4);  // the shim's
  suppressions->apply(report);
  ASSERT_EQ(report.findings.size(), 1u);
  ASSERT_EQ(report.suppressions.size(), 2u);
  EXPECT_EQ(report.suppressions[0].hits, 10u);
  EXPECT_EQ(report.suppressions[1].pattern, "*:nobody");
  EXPECT_EQ(report.suppressions[1].hits, 0u);

  std::ofstream(file) << "*:show\n\nwrong\n";
  EXPECT_FALSE(Suppressions::read(file, error));
  EXPECT_EQ(error, file + ":3: 'wrong' has no colon; write RULE:GLOB");
  std::remove(file.c_str());
}

TEST(Proposal, NamesTheProjectsInnermostFunction) {
  EXPECT_EQ(proposed({violation("show"), violation("edit")}),
            (std::vector<std::string>{"cross-thread-use:show", "cross-thread-use:edit"}));
}

TEST(Proposal, NamesTheFileOfCodeWithoutAName) {
  Finding finding = violation("<module>");
  finding.use->python.pop_back();
  finding.home.reset();
  EXPECT_EQ(proposed({finding}).at(0), "cross-thread-use:pages.py");
}

TEST(Proposal, NamesTheDatabaseWithoutFrames) {
  Finding finding = violation("show");
  finding.use->python.clear();
  finding.home.reset();
  EXPECT_EQ(proposed({finding}).at(0), "cross-thread-use:app.db");
  finding.handle.connection->file.clear();
  EXPECT_EQ(proposed({finding}).at(0), "cross-thread-use:sqlite3_step");
}

TEST(Proposal, NamesWhereTheHandleComesFromForTheGarbageCollector) {
  Finding finding = violation("show");
  finding.gc = true;  // which interrupted show() by chance
  EXPECT_EQ(proposed({finding}).at(0), "cross-thread-use:open_app");
}

TEST(Proposal, SaysWhatElseItHides) {
  const auto lines = proposed({violation("show"), violation("show")});
  EXPECT_EQ(lines.at(0), "cross-thread-use:show  # and 1 other report");
  EXPECT_TRUE(is_suppressed_by(violation("show"), lines.at(0)));
}

TEST(Proposal, PrefersANameThatIsNobodyElses) {
  EXPECT_EQ(proposed({violation("show"), violation("show", "sqlite3_reset")}).at(1),
            "cross-thread-use:sqlite3_reset");
}

TEST(Proposal, IsALineWhateverTheNameHolds) {
  for (const char* name : {"a # b", "tab\tbed", "line\nbreak", " edge ", "#first", "operator*"}) {
    const std::string line = proposed({violation(name)}).at(0);
    EXPECT_EQ(line.find('\n'), std::string::npos) << name;
    EXPECT_TRUE(is_suppressed_by(violation(name), line)) << line;
    EXPECT_FALSE(is_suppressed_by(violation("other"), line)) << line;
  }
}

}  // namespace
}  // namespace lanyard::cli
