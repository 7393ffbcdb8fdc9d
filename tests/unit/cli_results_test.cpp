// What the command reads: the shim's result files and its own JSON reports.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/format/format.h"
#include "cli/results.h"

namespace lanyard::cli {
namespace {

std::string input(const std::string& name) { return LANYARD_TEST_INPUTS "/" + name; }

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Report read(const std::string& name) {
  Report report;
  read_results(input(name), report);
  return report;
}

constexpr char kStart[] = R"({"type":"start","pid":1,"policy":"owner"})"
                          "\n";

std::string wrong_with(const std::string& text) {
  Report report;
  return read_result_file("results.jsonl", text, report).value_or("");
}

TEST(ResultFile, GivesTheViolationWithBothSides) {
  const Report report = read("service.jsonl");
  ASSERT_TRUE(report.problems.empty()) << report.problems[0].message;
  ASSERT_EQ(report.findings.size(), 1u);
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.rule, "cross-thread-use");
  EXPECT_EQ(finding.severity, contract::Severity::note);
  EXPECT_EQ(finding.half, contract::Half::runtime);
  EXPECT_EQ(finding.message, "sqlite3_finalize on a statement of app.db (serialized)");
  EXPECT_EQ(finding.count, 220u);
  EXPECT_TRUE(finding.gc);
  if (!finding.use || !finding.home) FAIL() << "a side is missing";
  EXPECT_EQ(finding.use->thread.name, "ThreadPoolExecutor-0_1");
  EXPECT_EQ(finding.use->python.at(1).function, "_finalize_fairy");
  EXPECT_EQ(finding.home->opened_by, "sqlite3_open_v2");
  EXPECT_EQ(finding.processes, std::vector<std::int64_t>{4711});
}

TEST(ResultFile, LeavesOutTheShimsOwnFrames) {
  const Finding finding = read("service.jsonl").findings.at(0);
  if (!finding.use) FAIL() << "the use is missing";
  ASSERT_EQ(finding.use->native.size(), 2u);
  EXPECT_EQ(finding.use->native[0].symbol, "pysqlite_statement_dealloc");
}

TEST(ResultFile, TellsWhatTheProcessWas) {
  const Report report = read("service.jsonl");
  ASSERT_EQ(report.runs.size(), 1u);
  EXPECT_EQ(report.runs[0].exe, "/usr/bin/python3.11");
  EXPECT_EQ(report.runs[0].sqlite.version, "3.40.1");
  EXPECT_TRUE(report.runs[0].ended);
  EXPECT_EQ(report.runs[0].counts.uses, 12045u);
}

TEST(ResultFile, KeepsWhatStandsBeforeACutLastLine) {
  const Report report = read("cut.jsonl");
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_FALSE(report.problems[0].fatal);
  EXPECT_NE(report.problems[0].message.find("cut"), std::string::npos);
  EXPECT_EQ(report.findings.size(), 1u);
  EXPECT_FALSE(report.runs.at(0).ended);
}

TEST(ResultFile, AProcessThatWasKilledHasNoLastLine) {
  Report report;
  EXPECT_FALSE(read_result_file("results.jsonl", kStart, report));
  EXPECT_FALSE(report.runs.at(0).ended);
}

TEST(ResultFile, RefusesABrokenLineInTheMiddle) {
  EXPECT_NE(wrong_with(std::string(kStart) + "{\"type\":\n{\"type\":\"end\"}\n").find("line 2"),
            std::string::npos);
}

TEST(ResultFile, RefusesALineOfTheWrongShape) {
  EXPECT_NE(wrong_with(std::string(kStart) + "[\"type\"]\n"), "");
  EXPECT_NE(
      wrong_with(std::string(kStart) + R"({"type":"violation","rule":"cross-thread-use","use":7})"
                                       "\n"),
      "");
}

TEST(ResultFile, RefusesAFileWithoutItsStart) {
  EXPECT_NE(wrong_with("{\"type\":\"end\"}\n").find("start line"), std::string::npos);
}

TEST(ResultFile, RefusesARuleItDoesNotKnow) {
  const std::string wrong =
      wrong_with(std::string(kStart) + R"({"type":"violation","rule":"use-after-lunch"})"
                                       "\n");
  EXPECT_NE(wrong.find("use-after-lunch"), std::string::npos);
}

TEST(ResultFile, NothingOfARefusedFileIsReported) {
  Report report;
  std::string text = text_of(input("service.jsonl"));
  text += "garbage\n";
  EXPECT_TRUE(read_result_file("results.jsonl", text, report));
  EXPECT_TRUE(report.findings.empty());
  EXPECT_TRUE(report.runs.empty());
}

TEST(ResultFile, GivesTheSecondPartyAndHowThreadsBegan) {
  const Finding finding = read("rules.jsonl").findings.at(0);
  ASSERT_TRUE(finding.use && finding.other && finding.handle.created);
  EXPECT_EQ(finding.other->role, "inside");
  EXPECT_EQ(finding.other->api, "sqlite3_exec");
  EXPECT_EQ(finding.other->thread.name, "worker-1");
  EXPECT_EQ(finding.other->native.at(0).symbol, "insert");
  EXPECT_EQ(finding.handle.created->native.at(0).symbol, "make_query");
  const Thread& user = finding.use->thread;
  ASSERT_TRUE(user.started && user.started->entry);
  EXPECT_EQ(user.started->entry->symbol, "serve");
  EXPECT_EQ(user.started->thread.name, "main");
  EXPECT_FALSE(user.ended);
  EXPECT_TRUE(read("rules.jsonl").findings.at(3).use->thread.ended);
}

TEST(ResultFile, GivesTheForkAndWhatPythonMayHaveMeant) {
  const Report report = read("forked.jsonl");
  ASSERT_TRUE(report.findings.at(0).fork);
  EXPECT_EQ(report.findings[0].fork->pid, 12);
  EXPECT_EQ(report.findings[0].fork->via, "fork");
  EXPECT_EQ(report.findings[0].fork->python.at(1).function, "start_workers");
  EXPECT_EQ(report.findings.at(1).finalizer, "Pool.__del__");
  EXPECT_EQ(report.findings.at(2).candidates.at(0).connection.file, "/srv/app/log.db");
  EXPECT_EQ(report.findings[2].candidates[0].home.python.at(0).function, "open_log");
}

TEST(ResultFile, JudgesARuleByTheConnectionsMode) {
  const Report rules = read("rules.jsonl");
  EXPECT_EQ(rules.findings.at(0).severity, contract::Severity::error);    // multi-thread
  EXPECT_EQ(rules.findings.at(1).severity, contract::Severity::warning);  // serialized
  EXPECT_EQ(read("forked.jsonl").findings.at(3).severity, contract::Severity::error);
}

TEST(ResultFile, TellsWhatTheShimCouldNotWatchOrTell) {
  const Report report = read("rules.jsonl");
  ASSERT_EQ(report.problems.size(), 2u);
  EXPECT_EQ(report.problems[0].file, "/nowhere/service");
  EXPECT_NE(report.problems[0].message.find("max_reports (5)"), std::string::npos);
  EXPECT_EQ(report.problems[1].file, "/nowhere/libplugin.so");
  for (const Problem& problem : report.problems) EXPECT_FALSE(problem.fatal);
}

TEST(ResultFile, TellsAModuleThatCannotBeWatchedOnce) {
  Report report;
  for (int i = 0; i < 2; ++i)
    EXPECT_FALSE(read_result_file("results.jsonl",
                                  std::string(kStart) +
                                      R"({"type":"unwatched","module":"/a.so","reason":"static"})"
                                      "\n",
                                  report));
  EXPECT_EQ(report.problems.size(), 1u);
  EXPECT_FALSE(has_looked(report));
}

TEST(ResultFile, WhatAFullDiskKeptOutIsFatal) {
  Report report;
  EXPECT_FALSE(read_result_file("results.jsonl",
                                std::string(kStart) +
                                    R"({"type":"end","counts":{"violations":2,"uses":9}})"
                                    "\n",
                                report));
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_TRUE(report.problems[0].fatal);
  EXPECT_NE(report.problems[0].message.find("could not write 2 violations"), std::string::npos);
}

TEST(ResultFile, AddsTheHitsOfSuppressions) {
  Report report;
  for (int i = 0; i < 2; ++i)
    EXPECT_FALSE(read_result_file("results.jsonl",
                                  std::string(kStart) +
                                      R"({"type":"suppression","pattern":"*:a","hits":3})"
                                      "\n",
                                  report));
  ASSERT_EQ(report.suppressions.size(), 1u);
  EXPECT_EQ(report.suppressions[0].hits, 6u);
}

TEST(ResultFile, GivesTheCallSitesOfAllProcessesOnce) {
  const std::string start = R"({"type":"start","pid":1,"policy":"owner","sites":true})"
                            "\n";
  const std::string a = R"({"type":"site","api":"sqlite3_step","module":"/app","offset":16})"
                        "\n";
  const std::string b = R"({"type":"site","api":"sqlite3_step","module":"/lib/q.so","offset":16})"
                        "\n";
  Report report;
  EXPECT_FALSE(read_result_file("", start + a, report));
  EXPECT_FALSE(read_result_file("", start + b + a, report));
  ASSERT_EQ(report.sites.size(), 2u);
  EXPECT_EQ(report.sites[1].api, "sqlite3_step");
  EXPECT_EQ(report.sites[1].frames.at(0).module, "/lib/q.so");
  EXPECT_TRUE(report.runs[0].sites);
}

TEST(ResultFile, DoesNotTakeSitesThatWereCutForAll) {
  const std::string start = R"({"type":"start","pid":1,"exe":"/app","sites":true})"
                            "\n";
  Report report;
  EXPECT_FALSE(read_result_file("", start + "{\"type\":\"limit\",\"sites\":16384}\n", report));
  EXPECT_FALSE(report.runs.at(0).sites);
  EXPECT_EQ(report.problems.at(0).message, "process 1 came by more call sites than are listed");
  EXPECT_FALSE(report.problems.at(0).fatal);
}

TEST(JsonReport, IsReadBackWhole) {
  Report report = read("service.jsonl");
  Finding confirmed;
  confirmed.rule = "sqlite-handle-shared";
  confirmed.half = contract::Half::checker;
  confirmed.join = Join{Evidence::confirmed, report.findings, 2, 1};
  report.findings.push_back(confirmed);
  report.findings[0].why_unseen = Unseen{Silence::not_parsed, "a.c could not be parsed"};
  report.checked = {{"owner", "/srv/app", {"a.h", "b.c"}, {"a.c"}, {{"NOLINT", confirmed}}}};
  const std::string json = render_json(report, {});
  Report again;
  ASSERT_FALSE(read_json_report(json, again));
  EXPECT_EQ(render_json(again, {}), json);
}

TEST(JsonReport, RefusesOtherText) {
  Report report;
  EXPECT_TRUE(read_json_report("hello", report));
  EXPECT_TRUE(read_json_report("[]", report));
  EXPECT_TRUE(read_json_report("{\"version\":\"2.1.0\",\"runs\":[]}", report));
  EXPECT_TRUE(read_json_report(R"({"tool":{},"findings":[{"rule":"nonsense"}]})", report));
  EXPECT_TRUE(read_json_report(R"({"tool":{},"findings":[{"severity":"dire"}]})", report));
}

TEST(JsonReport, RefusesNumbersThatCountNothing) {
  for (const char* number : {"-1", "1.5", "6.88889e+96", "99999999999999999999"}) {
    SCOPED_TRACE(number);
    Report report;
    const auto wrong = read_json_report(
        R"({"tool":{},"findings":[],"units":)" + std::string(number) + "}", report);
    EXPECT_NE(wrong.value_or("").find("only whole numbers"), std::string::npos);
    EXPECT_NE(wrong_with(R"({"type":"start","pid":)" + std::string(number) + "}\n"), "");
  }
}

TEST(JsonReport, RefusesTextThatIsNestedToExhaustTheStack) {
  Report report;
  const std::string deep(1000000, '[');
  EXPECT_TRUE(read_json_report(deep + std::string(1000000, ']'), report));
}

TEST(Results, NamesWhatCannotBeRead) {
  Report report;
  read_results(input("no-such-file"), report);
  read_results(LANYARD_TEST_INPUTS, report);
  ASSERT_EQ(report.problems.size(), 2u);
  EXPECT_TRUE(report.problems[0].fatal);
  EXPECT_NE(report.problems[0].message.find("No such file"), std::string::npos);
  EXPECT_NE(report.problems[1].message.find("folder"), std::string::npos);
}

}  // namespace
}  // namespace lanyard::cli
