// The formats, and what they have in common: text of the program made safe.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cli/format/escape.h"
#include "cli/format/format.h"
#include "cli/paths.h"
#include "contract/rules.h"
#include "tests/unit/temporary_folder.h"

namespace lanyard::cli {
namespace {

using nlohmann::json;

TEST(Escape, LeavesPlainTextAlone) {
  EXPECT_EQ(escape("select 'naïve' from 表"), "select 'naïve' from 表");
}

TEST(Escape, ShowsControlCharacters) {
  EXPECT_EQ(escape("a\033[2Jb\nc\td\x7f"), "a\\x1b[2Jb\\nc\\td\\x7f");
  EXPECT_EQ(escape("\xc2\x9b"), "\\x9b");  // the eight-bit form of ESC [
}

TEST(Escape, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escape("a\xffz"), "a\\xffz");
  EXPECT_EQ(escape("\xe8\xa1"), "\\xe8\\xa1");           // cut short
  EXPECT_EQ(escape("\xc0\xaf"), "\\xc0\\xaf");           // longer than it need be
  EXPECT_EQ(escape("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // half of a surrogate pair
}

TEST(Escape, ShowsWhatReordersText) { EXPECT_EQ(escape("a\u202eb"), "a\\u{202e}b"); }

TEST(WithoutCommands, BreaksUpWhatGitHubsRunnerObeys) {
  EXPECT_EQ(without_commands("::error::x\n   ::a::\n"), "\\x3a:error::x\n   \\x3a:a::\n");
  EXPECT_EQ(without_commands("a ##[error]x\n"), "a \\x23#[error]x\n");
  EXPECT_EQ(without_commands("a::b\n  std::c\n# [x\n"), "a::b\n  std::c\n# [x\n");
}

TEST(Paths, AreShortenedForAPerson) {
  EXPECT_EQ(short_path("/srv/app/app.py", "/srv/app"), "app.py");
  EXPECT_EQ(short_path("/srv/application/app.py", "/srv/app"), "/srv/application/app.py");
  EXPECT_EQ(short_path("/usr/lib/python3/dist-packages/flask/app.py", "/srv"), "flask/app.py");
  EXPECT_EQ(short_path("/srv/venv/lib/python3.11/site-packages/a/b.py", "/srv"), "a/b.py");
  EXPECT_EQ(short_path("/usr/lib/python3.11/threading.py", "/srv"), "threading.py");
  EXPECT_EQ(short_path("<frozen importlib._bootstrap>", "/srv"), "<frozen importlib._bootstrap>");
}

TEST(LibraryPath, TellsTheProgramsOwnFiles) {
  EXPECT_EQ(library_path("/usr/lib/python3.11/threading.py"), "threading.py");
  EXPECT_NE(library_path("<frozen importlib._bootstrap>"), "");
  EXPECT_EQ(library_path("<string>"), "");
  EXPECT_EQ(library_path("/srv/app/app.py"), "");
}

// A report with a finding of each half; its source is a file that the test writes.
class Formats : public InFolder {
 protected:
  void SetUp() override {
    InFolder::SetUp();
    source_ = write("service.cpp", "int main() {\n\tstd::thread t(work, db);\n}\n");
    Finding runtime;
    runtime.rule = "cross-thread-use";
    runtime.severity = contract::Severity::note;
    runtime.message = "sqlite3_step on a statement of a\033.db (serialized)";
    runtime.api = "sqlite3_step";
    runtime.handle.kind = "statement";
    runtime.where = Place{"/srv/app/a b.c", 7, 3};
    runtime.use = side(2, "worker");
    runtime.home = side(1, "main");
    runtime.count = 3;
    Finding checker;
    checker.rule = "sqlite-handle-shared";
    checker.half = contract::Half::checker;
    checker.message = "connection 'db' is used by two threads";
    checker.where = Place{source_, 2, 2};
    auto add_step = [&](const char* role, const char* thread, unsigned line, const char* function) {
      Step step;
      step.role = role;
      step.thread = thread;
      step.where = {source_, line, 1};
      step.function = function;
      step.message = std::string(role) + " here";
      checker.steps.push_back(step);
    };
    add_step("created", "starter", 1, "main");
    add_step("crosses", "starter", 2, "main");
    add_step("used_there", "started", 2, "work");
    add_step("used_here", "starter", 3, "main");
    runtime.fingerprint = "0123456789abcdef0123456789abcdef";
    checker.fingerprint = "fedcba9876543210fedcba9876543210";
    report_.findings = {runtime, checker};
    options_.directory = "/srv/app";
    options_.repository = "/srv";
  }

  static Side side(std::uint64_t id, const std::string& name) {
    Side side;
    side.thread.id = id;
    side.thread.name = name;
    NativeFrame inner;
    inner.module = "/srv/app/service";
    inner.offset = 0x1234;
    NativeFrame outer = inner;
    outer.function = "main";
    outer.file = "/srv/app/a b.c";
    outer.line = 7;
    side.native = {inner, outer};
    return side;
  }

  Side& use() {
    auto& side = report_.findings[0].use;
    if (!side) throw std::logic_error("the finding has no use");
    return *side;
  }

  json sarif_run() const { return json::parse(render_sarif(report_, options_)).at("runs").at(0); }

  std::string source_;
  Report report_;
  FormatOptions options_;
};

TEST_F(Formats, TextPointsACaretAtTheColumn) {
  const std::string text = render_text(report_, options_);
  EXPECT_NE(text.find(":2:2: warning: connection 'db' is used by two threads "
                      "[sqlite-handle-shared]\n"
                      "          std::thread t(work, db);\n"
                      "          ^\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(":3:1: note: used_here here, in main"), std::string::npos) << text;
}

TEST_F(Formats, TextShowsBothThreads) {
  const std::string text = render_text(report_, options_);
  EXPECT_NE(text.find("lanyard: cross-thread-use: sqlite3_step on a statement of a\\x1b.db "
                      "(serialized)\n"
                      "  used by thread 2 \"worker\"\n"
                      "    native  ?     service+0x1234\n"
                      "            main  a b.c:7\n"
                      "  home thread 1 \"main\"\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  seen 3 times · lanyard explain cross-thread-use\n"), std::string::npos);
}

TEST_F(Formats, TextIsPlainUnlessColoursAreOn) {
  EXPECT_EQ(render_text(report_, options_).find('\033'), std::string::npos);
  options_.color = true;
  EXPECT_NE(render_text(report_, options_).find("\033[1;36mcross-thread-use\033[0m"),
            std::string::npos);
}

TEST_F(Formats, TextLeavesTheInterpretersFramesOutBesidePythons) {
  NativeFrame interpreter;
  interpreter.module = "/usr/bin/python3.11";
  interpreter.function = "_PyEval_EvalFrameDefault";
  use().native.push_back(interpreter);
  EXPECT_NE(render_text(report_, options_).find("_PyEval"), std::string::npos);
  use().python = {{"work", "/srv/app/app.py", 1}};
  EXPECT_EQ(render_text(report_, options_).find("_PyEval"), std::string::npos);
  EXPECT_NE(render_json(report_, options_).find("_PyEval"), std::string::npos);
}

TEST_F(Formats, TextCutsTallStacksAndSaysSo) {
  NativeFrame deep;
  deep.module = "/srv/app/server";
  deep.function = "descend(int)";
  use().native.assign(40, deep);
  EXPECT_NE(render_text(report_, options_).find("            ... 30 frames\n"), std::string::npos);
}

TEST_F(Formats, TextLeavesOutHowThreadsAreStarted) {
  NativeFrame own, library, start;
  own.function = "work(int)";
  own.file = "/srv/app/work.cpp";
  own.line = 7;
  library.function = "void std::__invoke_impl<void>()";
  library.file = "/usr/include/c++/12/bits/invoke.h";
  library.line = 74;
  start.module = "/lib/x86_64-linux-gnu/libc.so.6";
  start.function = "start_thread";
  use().python.clear();
  use().native = {own, library, own, start};
  const std::string text = render_text(report_, options_);
  EXPECT_NE(text.find("work  work.cpp:7\n            ... 1 frame\n            work  "),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("start_thread"), std::string::npos);
  EXPECT_NE(render_json(report_, options_).find("start_thread"), std::string::npos);
}

TEST_F(Formats, TextKeepsTheProgramsOwnFramesInATallStack) {
  auto& frames = use().python;
  frames.assign(20, {"library", "/usr/lib/python3/dist-packages/orm/pool.py", 1});
  frames.push_back({"handler", "/srv/app/app.py", 61});
  frames.push_back({"run", "/usr/lib/python3.11/threading.py", 1});
  EXPECT_NE(render_text(report_, options_)
                .find("            ... 10 frames\n"
                      "            handler  app.py:61\n"
                      "            ... 1 frame\n"),
            std::string::npos)
      << render_text(report_, options_);
}

TEST_F(Formats, SarifHasEveryRuleAndItsResults) {
  const json run = sarif_run();
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), std::size(contract::kRules));
  ASSERT_EQ(run["results"].size(), 2u);
  for (const json& result : run["results"]) {
    const auto index = result["ruleIndex"].get<std::size_t>();
    EXPECT_EQ(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
  }
  EXPECT_EQ(run["results"][0]["partialFingerprints"]["lanyard/v1"],
            "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(run["results"][0]["level"], "note");
  EXPECT_EQ(run["results"][1]["level"], "warning");
}

TEST_F(Formats, SarifHasOneFlowOfTwoThreads) {
  const json run = sarif_run();
  for (const json& result : run["results"]) {
    ASSERT_EQ(result["codeFlows"].size(), 1u);
    const json& flows = result["codeFlows"][0]["threadFlows"];
    ASSERT_EQ(flows.size(), 2u);
    EXPECT_EQ(flows[0]["id"], "home");
    EXPECT_EQ(flows[1]["id"], "use");
    EXPECT_GE(flows[1]["locations"].size(), 2u);
  }
}

TEST_F(Formats, SarifHasAStepOnTheThreadThatMakesIt) {
  Finding& finding = report_.findings[1];
  const auto steps_of = [&] {
    std::map<std::string, std::string> steps;
    const json run = sarif_run();
    for (const json& flow : run["results"][1]["codeFlows"][0]["threadFlows"])
      for (const json& each : flow["locations"])
        steps[flow["id"]] += each["location"]["message"]["text"].get<std::string>() + " ";
    return steps;
  };
  using Steps = std::map<std::string, std::string>;
  EXPECT_EQ(steps_of(), (Steps{{"home", "created here. crosses here. used_here here. "},
                               {"use", "crosses here. used_there here. "}}));
  // A thread that opens what it hands out; a second use by neither of the two; one under a lock.
  finding.steps[0].thread = finding.steps[1].thread = "started";
  finding.steps[3].thread = "other";
  finding.steps.push_back(finding.steps[3]);
  finding.steps[4].thread = "holders";
  EXPECT_EQ(steps_of(), (Steps{{"home", "crosses here. "},
                               {"use", "created here. crosses here. used_there here. "},
                               {"other", "used_here here. "},
                               {"holders", "used_here here. "}}));
}

TEST_F(Formats, TextSaysWhatTheSecondPartyHasToDoWithIt) {
  Party party;
  party.thread.id = 5;
  party.api = "sqlite3_exec";
  const std::pair<const char*, const char*> expected[] = {
      {"inside", "  while thread 5 was inside sqlite3_exec\n"},
      {"transaction", "  in the transaction that thread 5 began by sqlite3_exec\n"},
      {"state", "  replaced by sqlite3_exec of thread 5\n"},
      {"cursor", "  in the execution that thread 5 began by sqlite3_exec\n"},
      {"a later one", "  together with thread 5 in sqlite3_exec\n"}};
  for (const auto& [role, line] : expected) {
    party.role = role;
    report_.findings[0].other = party;
    EXPECT_NE(render_text(report_, options_).find(line), std::string::npos) << role;
  }
}

TEST_F(Formats, TextEndsAFindingWithItsSuppression) {
  report_.findings[0].suppression = "cross-thread-use:step";
  EXPECT_NE(render_text(report_, options_)
                .find("explain cross-thread-use\n"
                      "# sqlite3_step on a statement of a\\x1b.db (serialized), a b.c:7\n"
                      "cross-thread-use:step\n"),
            std::string::npos)
      << render_text(report_, options_);
}

TEST_F(Formats, TextSumsUpWhatWasLookedAt) {
  report_.runs.resize(2);
  report_.runs[0].sqlite.version = "3.40.1";  // the other called none that can be watched
  report_.suppressions = {{"*:a", 2}, {"*:b", 1}};
  EXPECT_NE(summary(report_).find(" in 1 process; 3 uses suppressed\n"), std::string::npos)
      << summary(report_);
  report_.runs.erase(report_.runs.begin());
  EXPECT_FALSE(has_looked(report_));
}

TEST_F(Formats, SarifAddsAFlowForTheSecondPartyAndTheFork) {
  report_.findings[0].other.emplace();
  report_.findings[0].other->python = {{"insert", "/srv/app/app.py", 5}};
  report_.findings[0].fork.emplace();  // of which no stack is known
  Candidate candidate;
  candidate.connection.file = "/srv/app/log.db";
  candidate.home.python = {{"open_log", "/srv/app/log.py", 9}};
  report_.findings[0].candidates = {candidate};
  const json result = sarif_run()["results"][0];
  const json& flows = result["codeFlows"][0]["threadFlows"];
  ASSERT_EQ(flows.size(), 3u);
  EXPECT_EQ(flows[1]["id"], "other");
  EXPECT_EQ(flows[2]["id"], "use");
  const json& related = result["relatedLocations"][0];
  EXPECT_EQ(related["physicalLocation"]["artifactLocation"]["uri"], "log.py");
}

TEST_F(Formats, SarifTellsTheCallsInTheirOrder) {
  const json run = sarif_run();
  const json& frames = run["results"][0]["codeFlows"][0]["threadFlows"][1]["locations"];
  EXPECT_EQ(frames[0]["location"]["logicalLocations"][0]["fullyQualifiedName"], "main");
}

TEST_F(Formats, SarifPutsACallOnTheThreadOfTheUseItLeadsTo) {
  std::vector<Step>& steps = report_.findings[1].steps;
  const auto call = [&](const char* message, const char* thread) {
    return Step{"calls", {source_, 3, 1}, "", message, "", thread};
  };
  steps.insert(steps.begin() + 3, call("this thread calls", "starter"));
  steps.insert(steps.begin() + 2, 2, call("the new thread calls", "started"));
  const json flows = sarif_run()["results"][1]["codeFlows"][0]["threadFlows"];
  std::vector<std::vector<std::string>> told(2);
  for (std::size_t i = 0; i != 2; ++i)
    for (const json& each : flows[i]["locations"])
      told[i].push_back(each["location"]["message"]["text"]);
  const std::vector<std::string> home = {"created here.", "crosses here.", "this thread calls.",
                                         "used_here here."};
  const std::vector<std::string> use = {"crosses here.", "the new thread calls.",
                                        "the new thread calls.", "used_there here."};
  EXPECT_EQ(told[0], home);
  EXPECT_EQ(told[1], use);
}

TEST_F(Formats, SarifPathsAreRelativeToTheRoot) {
  const json run = sarif_run();
  const json place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "a%20b.c");
  EXPECT_EQ(place["artifactLocation"]["uriBaseId"], "SRCROOT");
  EXPECT_EQ(run["originalUriBaseIds"]["SRCROOT"]["uri"], "file:///srv/app/");
  EXPECT_EQ(run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "file://" + source_);
}

TEST_F(Formats, SarifTellsWhatCouldNotBeDone) {
  EXPECT_EQ(sarif_run()["invocations"][0]["executionSuccessful"], true);
  report_.problems = {{"a.cpp", "does not parse"}};
  const json invocation = sarif_run()["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"],
            "a.cpp: does not parse.");
}

// The checker's finding, as a run has seen it.
class Joined : public Formats {
 protected:
  void SetUp() override {
    Formats::SetUp();
    const Finding violation = report_.findings[0];
    report_.findings[1].join = Join{Evidence::confirmed, {violation}, 0, 0};
    report_.findings[0].why_unseen =
        Unseen{Silence::not_in_database, "b\033.c is not in the compile database"};
  }
};

TEST_F(Joined, TextPutsTheRunsStacksUnderTheFinding) {
  const std::string text = render_text(report_, options_);
  EXPECT_NE(text.find("note: used_here here, in main\n"
                      "  }\n  ^\n"
                      "  confirmed by a run, which saw it 3 times\n"
                      "    lanyard: cross-thread-use: sqlite3_step on a statement of a\\x1b.db "
                      "(serialized)\n"
                      "      used by thread 2 \"worker\"\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("  the checker is silent: b\\x1b.c is not in the compile database\n"
                      "  seen 3 times"),
            std::string::npos)
      << text;
}

TEST_F(Joined, TextSaysWhatNoRunConfirms) {
  report_.findings[1].join = Join{Evidence::exercised, {}, 2, 1};
  EXPECT_NE(render_text(report_, options_)
                .find("  not confirmed: of its 2 calls runs made 1, and nothing was wrong\n"),
            std::string::npos);
  report_.findings[1].join = Join{Evidence::unexercised, {}, 2, 0};
  EXPECT_NE(render_text(report_, options_).find("  not confirmed: no run made any of its calls\n"),
            std::string::npos);
}

TEST_F(Joined, SarifHasTheRunsStacks) {
  const json results = sarif_run()["results"];
  EXPECT_EQ(results[0]["properties"]["whyUnseen"]["reason"], "not-in-database");
  EXPECT_EQ(results[1]["properties"]["evidence"], "confirmed");
  EXPECT_EQ(results[1]["properties"]["confirmedBy"][0]["rule"], "cross-thread-use");
  ASSERT_EQ(results[1]["stacks"].size(), 2u);
  const json& frames = results[1]["stacks"][0]["frames"];
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[1]["threadId"], 2);
  EXPECT_EQ(frames[1]["location"]["physicalLocation"]["region"]["startLine"], 7);
}

TEST_F(Joined, JsonHoldsTheViolationWhole) {
  const json report = json::parse(render_json(report_, options_));
  const json& join = report["findings"][1]["join"];
  EXPECT_EQ(join["evidence"], "confirmed");
  EXPECT_EQ(join["confirmed_by"][0]["use"]["thread"]["name"], "worker");
  EXPECT_EQ(report["findings"][0]["why_unseen"]["reason"], "not-in-database");
  EXPECT_TRUE(report["findings"][0]["join"].is_null());
}

TEST_F(Formats, OfCodeHostsCountPathsFromTheRepository) {
  EXPECT_EQ(render_github(report_, options_).find("::warning file=" + source_ + ",line=2,col=2,"),
            0u)
      << render_github(report_, options_);
  EXPECT_NE(render_github(report_, options_).find("::notice file=app/a b.c,line=7,col=3,"),
            std::string::npos);
  const json issues = json::parse(render_gitlab(report_, options_));
  EXPECT_EQ(issues[0]["location"]["path"], "app/a b.c");
  EXPECT_EQ(issues[1]["location"]["path"], ".." + source_);
}

TEST_F(Formats, ShowTheModuleWhereThereIsNoSource) {
  report_.findings.resize(1);
  report_.findings[0].where.reset();
  EXPECT_EQ(render_github(report_, options_).find("::notice file=app/service,title="), 0u);
  const json issue = json::parse(render_gitlab(report_, options_))[0];
  EXPECT_EQ(issue["location"]["path"], "app/service");
  EXPECT_EQ(issue["location"]["lines"]["begin"], 1);
  use().native.clear();
  EXPECT_EQ(render_github(report_, options_).find("::notice title="), 0u);
  EXPECT_EQ(json::parse(render_gitlab(report_, options_))[0]["location"]["path"], ".");
}

TEST_F(Formats, KeepHostileTextOutOfTheirOwnWords) {
  const std::string hostile = "\n::error::x\r%0A,:]]></failure>\x01\xff\xef\xbf\xbe&\"";
  for (Finding& finding : report_.findings) {
    finding.message = hostile;
    finding.where = Place{"/srv/" + hostile, 1, 1};
    for (Step& step : finding.steps) step.function = step.message = hostile;
  }
  report_.problems = {{hostile, hostile}};
  report_.units = 1;
  const std::string log = render_github(report_, options_);
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 4) << log;  // two, a problem, the sum
  EXPECT_EQ(log.find("file=\\n%3A%3Aerror%3A%3Ax\\x0d%250A%2C%3A]]></failure>\\x01\\xff"),
            log.find("file="))
      << log;
  const std::string xml = render_junit(report_, options_);
  EXPECT_EQ(xml.find("]]>"), std::string::npos) << xml;
  EXPECT_EQ(xml.find("\x01"), std::string::npos) << xml;
  EXPECT_EQ(xml.find("\xef\xbf\xbe"), std::string::npos) << xml;
  EXPECT_NE(xml.find("\\u{fffe}&amp;&quot;"), std::string::npos) << xml;
  EXPECT_EQ(json::parse(render_gitlab(report_, options_)).size(), 2u);
}

TEST_F(Formats, JsonNamesTheHalvesAndSeverities) {
  const json report = json::parse(render_json(report_, options_));
  EXPECT_EQ(report["tool"]["name"], "lanyard");
  EXPECT_EQ(report["findings"][0]["half"], "runtime");
  EXPECT_EQ(report["findings"][0]["severity"], "note");
  EXPECT_EQ(report["findings"][1]["half"], "checker");
  EXPECT_EQ(report["findings"][1]["steps"][2]["role"], "used_there");
  EXPECT_TRUE(report["findings"][1]["use"].is_null());
}

}  // namespace
}  // namespace lanyard::cli
