// The link step, fed with summaries that are written by hand: order, joins, loops, locks,
// calls, and that the order of the modules does not matter.
#include "checker/link/link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "tests/unit/link_body.h"

namespace lanyard::link {
namespace {

using contract::Policy;

std::vector<std::string> told(const std::vector<Module>& modules, Policy policy = Policy::owner) {
  Options options;
  options.policy = policy;
  std::vector<std::string> result;
  for (const Finding& each : link(modules, options))
    result.push_back(each.rule + "@" + std::to_string(each.where.line));
  return result;
}

using Told = std::vector<std::string>;

TEST(Order, UseBeforeJoinIsShared) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.use(local(0));
  body.of(Kind::join, local(1));
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

TEST(Order, UseAfterJoinIsTransferred) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::join, local(1));
  body.use(local(0));
  const std::vector<Module> modules{module("/a.cpp", {worker(), body.end()})};
  EXPECT_EQ(told(modules), Told{"sqlite-handle-transferred@" + std::to_string(spawned)});
  EXPECT_EQ(told(modules, Policy::exclusive), Told{});
}

TEST(Order, JoinOfAnotherThreadIsNoJoin) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::join, local(2));
  body.use(local(0));
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

TEST(Order, JoinOnOneBranchLeavesTheOther) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  const auto joined = body.of(Kind::join, local(1));
  const auto used = body.use(local(0));
  EXPECT_EQ(joined + 1, used);
  body.edge(spawned, used);
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

using Sides = std::vector<Side>;

Sides sides(const Finding& finding) {
  Sides all;
  for (const Step& each : finding.steps) all.push_back(each.side);
  return all;
}

TEST(Order, StepsTellTheWholeWay) {
  Body body("main");
  body.function().locals = {"db", "thread"};
  const auto created = body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  const auto used = body.use(local(0));
  const std::vector<Finding> findings = link({module("/a.cpp", {worker(), body.end()})}, {});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].handle, "db");
  EXPECT_EQ(findings[0].kind, Handle::connection);
  EXPECT_EQ(findings[0].severity, contract::Severity::warning);
  ASSERT_EQ(findings[0].steps.size(), 5u);
  EXPECT_EQ(findings[0].steps[0].role, Role::created);
  EXPECT_EQ(findings[0].steps[0].where.line, created);
  EXPECT_EQ(findings[0].steps[1].role, Role::crosses);
  EXPECT_EQ(findings[0].steps[1].where.line, spawned);
  EXPECT_EQ(findings[0].steps[2].role, Role::used_there);
  EXPECT_EQ(findings[0].steps[2].function, "worker");
  EXPECT_EQ(findings[0].steps[3].role, Role::used_here);
  EXPECT_EQ(findings[0].steps[3].where.line, used);
  EXPECT_EQ(findings[0].steps[4].role, Role::advice);
  EXPECT_EQ(sides(findings[0]),
            (Sides{Side::starter, Side::starter, Side::started, Side::starter, Side::none}));
}

TEST(Order, StepsTellWhichOfThreeThreadsTheyAreOn) {
  Body body("main");
  body.create(local(0));
  body.spawn("worker", local(1), {local(0)});
  body.spawn("worker", local(2), {local(0)});
  const std::vector<Finding> findings = link({module("/a.cpp", {worker(), body.end()})}, {});
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(sides(findings.back()),
            (Sides{Side::starter, Side::starter, Side::started, Side::other, Side::none}));
}

TEST(Order, NoMutexMakesItAnError) {
  Body body("main");
  body.create(local(0));
  body.function().events.back().mode = contract::Mode::multi_thread;
  body.function().events.back().nomutex = {1, 7, 9};
  body.spawn("worker", local(1), {local(0)});
  body.use(local(0));
  const std::vector<Finding> findings = link({module("/a.cpp", {worker(), body.end()})}, {});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "sqlite-threading-mode");
  EXPECT_EQ(findings[0].severity, contract::Severity::error);
  ASSERT_EQ(findings[0].edits.size(), 1u);
  EXPECT_EQ(findings[0].edits[0].where, (Location{"/a.cpp", 7, 9}));
  EXPECT_EQ(findings[1].rule, "sqlite-handle-shared");
  EXPECT_EQ(findings[1].severity, contract::Severity::error);
  EXPECT_TRUE(findings[1].edits.empty());
}

TEST(Loops, ThreadsOfOneLoopShare) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.edge(spawned, spawned);
  body.of(Kind::join, local(1));
  const std::vector<Module> modules{module("/a.cpp", {worker(), body.end()})};
  EXPECT_EQ(told(modules), Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

TEST(Loops, JoinInTheRoundKeepsThemApart) {
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  const auto joined = body.of(Kind::join, local(1));
  body.edge(joined, spawned);
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}, Policy::exclusive), Told{});
}

TEST(Loops, AHandleOfEachRoundIsAnother) {
  Body body("main");
  const auto created = body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.edge(spawned, created);
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}, Policy::exclusive), Told{});
}

TEST(Loops, AnotherSubscriptIsAnotherHandle) {
  Body body("main");
  Place element = local(0);
  element.subscripts = {2};
  body.create(element);
  const auto spawned = body.spawn("worker", local(1), {element});
  const auto advanced = body.of(Kind::define, local(2));
  body.edge(advanced, spawned);
  EXPECT_EQ(told({module("/a.cpp", {worker(), body.end()})}, Policy::exclusive), Told{});
}

TEST(Locks, ACommonLockGuards) {
  Body entry("worker");
  entry.of(Kind::lock, global("mutex"));
  entry.use(parameter(0));
  entry.of(Kind::unlock, global("mutex"));
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::lock, global("mutex"));
  body.use(local(0));
  body.of(Kind::unlock, global("mutex"));
  const std::vector<Module> modules{module("/a.cpp", {entry.end(), body.end()})};
  EXPECT_EQ(told(modules), Told{"sqlite-handle-guarded@" + std::to_string(spawned)});
  EXPECT_EQ(told(modules, Policy::exclusive), Told{});
}

TEST(Locks, ALockThatIsGivenBackBeforeGuardsNothing) {
  Body entry("worker");
  entry.of(Kind::lock, global("mutex"));
  entry.use(parameter(0));
  entry.of(Kind::unlock, global("mutex"));
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::lock, global("mutex"));
  body.of(Kind::unlock, global("mutex"));
  body.use(local(0));
  EXPECT_EQ(told({module("/a.cpp", {entry.end(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

TEST(Locks, HeldOnOneBranchIsNotHeld) {
  Body entry("worker");
  const auto locked = entry.of(Kind::lock, global("mutex"));
  const auto used = entry.use(parameter(0));
  entry.edge(0, used);
  EXPECT_EQ(locked + 1, used);
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::lock, global("mutex"));
  body.use(local(0));
  EXPECT_EQ(told({module("/a.cpp", {entry.end(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(spawned)});
}

TEST(Locks, TheCallersLockCounts) {
  Body helper("helper");
  helper.use(parameter(0));
  Body entry("worker");
  entry.of(Kind::lock, global("mutex"));
  entry.call("helper", {parameter(0)});
  entry.of(Kind::unlock, global("mutex"));
  Body body("main");
  body.create(local(0));
  const auto spawned = body.spawn("worker", local(1), {local(0)});
  body.of(Kind::lock, global("mutex"));
  body.call("helper", {local(0)});
  const std::vector<Module> modules{module("/a.cpp", {helper.end(), entry.end(), body.end()})};
  EXPECT_EQ(told(modules), Told{"sqlite-handle-guarded@" + std::to_string(spawned)});
}

/// start() leaves a thread in `this->thread`, stop() waits for it, ask() uses the handle.
std::vector<Function> service() {
  Body run("run");
  run.use(self({"Service::db"}));
  Body start("start");
  Event event;
  event.kind = Kind::spawn;
  event.callee = "run";
  event.receiver = self();
  event.thread = self({"Service::thread"});
  start.add(event);
  Body stop("stop");
  stop.of(Kind::join, self({"Service::thread"}));
  Body ask("ask");
  ask.use(self({"Service::db"}));
  std::vector<Function> all{run.end(), start.end(), stop.end(), ask.end()};
  for (Function& each : all) {
    each.sort = summary::Sort::method;
    each.class_key = each.class_name = "Service";
  }
  all[0].visible = false;
  return all;
}

TEST(Calls, TheCallersOrderCounts) {
  Body body("main");
  body.call("start", {}, local(0));
  body.call("stop", {}, local(0));
  body.call("ask", {}, local(0));
  std::vector<Function> functions = service();
  functions.push_back(body.end());
  EXPECT_EQ(told({module("/a.cpp", functions)}, Policy::exclusive), Told{});
}

TEST(Calls, AskingBeforeStoppingIsShared) {
  Body body("main");
  body.call("start", {}, local(0));
  body.call("ask", {}, local(0));
  body.call("stop", {}, local(0));
  std::vector<Function> functions = service();
  functions.push_back(body.end());
  EXPECT_EQ(told({module("/a.cpp", functions)}, Policy::exclusive), Told{"sqlite-handle-shared@2"});
}

TEST(Calls, AskingAnotherObjectIsNot) {
  Body body("main");
  body.call("start", {}, local(0));
  body.call("ask", {}, local(1));
  std::vector<Function> functions = service();
  functions.push_back(body.end());
  EXPECT_EQ(told({module("/a.cpp", functions)}, Policy::exclusive), Told{});
}

TEST(Calls, AClassThatNobodyOrdersIsCalledInAnyOrder) {
  EXPECT_EQ(told({module("/a.cpp", service())}, Policy::exclusive), Told{"sqlite-handle-shared@2"});
}

TEST(Calls, RecursionEnds) {
  Body first("first");
  first.use(parameter(0, {"Node::db"}));
  first.call("second", {parameter(0, {"Node::next"})});
  Body second("second");
  second.call("first", {parameter(0)});
  Body body("main");
  const auto spawned = body.spawn("first", local(1), {local(0)});
  body.use(local(0, {"Node::db"}));
  const Told rules = told({module("/a.cpp", {first.end(), second.end(), body.end()})});
  EXPECT_EQ(
      std::count(rules.begin(), rules.end(), "sqlite-handle-shared@" + std::to_string(spawned)), 1);
}

TEST(Calls, AHandleThatTheThreadOpensAndEndsIsItsOwn) {
  Body entry("worker");
  entry.create(parameter(0));
  entry.use(parameter(0));
  Body body("main");
  body.spawn("worker", local(1), {local(0)});
  body.of(Kind::join, local(1));
  EXPECT_EQ(told({module("/a.cpp", {entry.end(), body.end()})}), Told{});
}

TEST(Calls, ACallableIsFoundByTheCaller) {
  Body wrapper("wrapper");  // starts parameter 0 with parameter 1
  Event event;
  event.kind = Kind::spawn;
  event.place = parameter(0);
  event.arguments = {parameter(1)};
  wrapper.add(event);
  Place function;
  function.root = Root::function;
  function.key = "worker";
  Body body("main");
  body.create(local(0));
  const auto called = body.call("wrapper", {function, local(0)});
  body.use(local(0));
  EXPECT_EQ(told({module("/a.cpp", {worker(), wrapper.end(), body.end()})}),
            Told{"sqlite-handle-shared@" + std::to_string(called)});
}

TEST(Families, AStatementAndItsConnectionAreOneObject) {
  Body body("main");
  body.create(local(0));
  const auto prepared = body.create(local(2));
  body.function().events[prepared].handle = Handle::statement;
  body.function().events[prepared].parent = local(0);
  const auto spawned = body.spawn("worker", local(1), {local(2)});
  body.use(local(0));
  const std::vector<Finding> findings = link({module("/a.cpp", {worker(), body.end()})}, {});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "sqlite-handle-shared");
  EXPECT_EQ(findings[0].kind, Handle::statement);
  EXPECT_EQ(findings[0].where.line, spawned);
}

TEST(Families, ThreadLocalHandlesStayAtHome) {
  Place own = global("db");
  own.root = Root::per_thread;
  Body entry("worker");
  entry.use(own);
  Body body("main");
  body.spawn("worker", local(1), {});
  body.use(own);
  EXPECT_EQ(told({module("/a.cpp", {entry.end(), body.end()})}), Told{});
}

TEST(Modules, TheirOrderDoesNotMatter) {
  Body body("main");
  body.create(local(0));
  body.spawn("worker", local(1), {local(0)});
  body.spawn("worker", local(2), {local(0)});
  body.use(local(0));
  std::vector<Module> modules{module("/a.cpp", {worker()}), module("/b.cpp", service()),
                              module("/c.cpp", {body.end()}),
                              // An inline function that two files have.
                              module("/d.cpp", {worker()})};
  const auto text = [](const std::vector<Finding>& findings) {
    std::vector<std::string> all;
    for (const Finding& each : findings) {
      std::string one = each.rule + each.message + each.where.file;
      for (const Step& step : each.steps)
        one += step.message + step.where.file + std::to_string(step.where.line);
      all.push_back(one);
    }
    return all;
  };
  const auto expected = text(link(modules, {}));
  EXPECT_EQ(expected.size(), 3u);
  const auto by_file = [](const Module& a, const Module& b) { return a.file < b.file; };
  while (std::next_permutation(modules.begin(), modules.end(), by_file))
    EXPECT_EQ(text(link(modules, {})), expected);
}

TEST(Modules, NothingYieldsNothing) {
  EXPECT_EQ(told({}), Told{});
  EXPECT_EQ(told({module("/a.cpp", {})}), Told{});
}

}  // namespace
}  // namespace lanyard::link
