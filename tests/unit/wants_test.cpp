// Which objects lead to handles, and which other functions the link step asks for by name.
#include "checker/link/wants.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "checker/link/carriers.h"
#include "tests/unit/link_body.h"

namespace lanyard::link {
namespace {

Event call_of(const std::string& name, std::vector<Place> arguments) {
  Event event;
  event.kind = Kind::call;
  event.callee = event.name = name;
  event.arguments = std::move(arguments);
  return event;
}

/// A function that does one call, after what `prepare` adds.
template <typename Prepare>
Function function(const std::string& key, Prepare prepare) {
  Body body(key);
  prepare(body);
  return body.end();
}

class CarriersTest : public ::testing::Test {
 protected:
  const Carriers& of(std::vector<Function> functions) {
    modules_ = {module("/a.cpp", std::move(functions))};
    program_.emplace(modules_);
    return carriers_.emplace(*program_, nothing_known_);
  }
  std::vector<Module> modules_;
  std::optional<Program> program_;
  const EffectsByKey nothing_known_;
  std::optional<Carriers> carriers_;
};

TEST_F(CarriersTest, AFunctionConcernsItsCallersByItsParameters) {
  const Carriers& carriers =
      of({worker(),
          function("own",
                   [](Body& body) {
                     body.create(local(0));
                     body.use(local(0));
                   }),
          function("other", [](Body& body) { body.add(call_of("print", {parameter(0)})); })});
  EXPECT_TRUE(carriers.concerns_callers("worker"));
  EXPECT_TRUE(carriers.concerns("own"));
  EXPECT_FALSE(carriers.concerns_callers("own"));
  EXPECT_FALSE(carriers.concerns("other"));
}

TEST_F(CarriersTest, WhatIsPutIntoAnObjectMakesItLeadThere) {
  const Event run = call_of("run", {local(1)}), rest = call_of("run", {local(2)});
  const Carriers& carriers =
      of({function("keep", [](Body& body) { body.flow(parameter(0, {"db"}), parameter(1)); }),
          function("start", [&](Body& body) {
            body.create(local(0));
            body.add(call_of("keep", {local(1), local(0)}));
            body.add(run);
            body.add(rest);
          })});
  EXPECT_TRUE(carriers.crosses("start", run));
  EXPECT_FALSE(carriers.crosses("start", rest));
}

TEST_F(CarriersTest, AMethodFindsWhatAnotherLeft) {
  const Event run = call_of("run", {self()});
  Function open = function("Store::open", [](Body& body) { body.create(self({"db_"})); });
  Function start = function("Store::start", [&](Body& body) { body.add(run); });
  open.class_key = start.class_key = "Store";
  const Carriers& carriers = of({open, start});
  EXPECT_TRUE(carriers.crosses("Store::start", run));
  EXPECT_TRUE(carriers.concerns_callers("Store::start"));
}

TEST_F(CarriersTest, GlobalsLeadThereForEveryFunction) {
  const Carriers& carriers =
      of({function("open", [](Body& body) { body.create(global("the_db")); }),
          function("alias", [](Body& body) { body.flow(global("other"), global("the_db")); }),
          function("count", [](Body& body) { body.flow(global("number"), parameter(0)); })});
  EXPECT_EQ(carriers.globals(), (std::set<std::string>{"other", "the_db"}));
}

TEST_F(CarriersTest, AFunctionAsAValueLeadsWhereItsBodyDoes) {
  Place job;
  job.root = Root::function;
  job.key = "job";
  const Event run = call_of("run", {job});
  const Carriers& carriers = of({function("job", [](Body& body) { body.use(global("db")); }),
                                 function("start", [&](Body& body) { body.add(run); })});
  EXPECT_TRUE(carriers.crosses("start", run));
}

/// "caller put in Store", one a want.
std::set<std::string> wanted(const std::vector<Function>& functions) {
  std::set<Want> found;
  Options options;
  options.wants = &found;
  link({module("/a.cpp", functions)}, options);
  std::set<std::string> told;
  for (const Want& each : found) {
    std::string text = std::string(name(each.kind)) + " " + each.name;
    for (const std::string& scope : each.scopes) text += " in " + scope;
    told.insert(text);
  }
  return told;
}

using Told = std::set<std::string>;

Function main_of(Function function) {
  function.is_main = true;
  return function;
}

TEST(Wants, CallersOfWhoUsesAHandleThatIsNotItsOwn) {
  EXPECT_EQ(wanted({worker()}), (Told{"caller worker", "main main"}));
  EXPECT_EQ(wanted({function("own",
                             [](Body& body) {
                               body.create(local(0));
                               body.use(local(0));
                             })}),
            Told{"main main"});
}

TEST(Wants, CallersOfAFileStaticFunctionAreAllThere) {
  Function hidden = worker();
  hidden.key = "worker@/a.cpp";
  hidden.visible = false;
  EXPECT_EQ(wanted({hidden}), Told{"main main"});
}

TEST(Wants, AMethodIsWantedByItsClass) {
  Function put = function("put", [](Body& body) { body.use(self({"db_"})); });
  put.name = "app::Store::put";
  put.class_key = "Store";
  EXPECT_EQ(wanted({put}), (Told{"caller put in app in Store", "main main"}));
  // An operator, or a destructor, is called without its name.
  put.name = "app::Store::operator<<";
  EXPECT_EQ(wanted({put}), (Told{"caller Store in app", "main main"}));
  put.name = "app::Store::~Store";
  EXPECT_EQ(wanted({put}), (Told{"caller Store in app", "main main"}));
  // And an override by whoever has the base.
  put.name = "app::Store::put";
  put.overrides = {"Base::put"};
  EXPECT_EQ(wanted({put}), (Told{"caller put", "main main"}));
}

TEST(Wants, BodiesOfWhatAHandleIsGivenTo) {
  const Function main = main_of(function("main", [](Body& body) {
    body.create(local(0));
    body.add(call_of("store", {local(0)}));
  }));
  EXPECT_EQ(wanted({main}), Told{"definition store"});
}

/// What uses a handle that another function answers.
std::vector<Function> accessor_and_job() {
  Place answered = local(0), returned;
  returned.root = Root::returned;
  Event ask = call_of("handle", {});
  ask.result = answered;
  return {function("handle", [&](Body& body) { body.flow(returned, global("db")); }),
          function("open", [](Body& body) { body.create(global("db")); }),
          function("job", [&](Body& body) {
            body.add(ask);
            body.use(answered);
          })};
}

TEST(Wants, BodiesOfWhatIsGivenACallableThatUsesAHandle) {
  Place job, nothing;
  job.root = nothing.root = Root::function;
  job.key = "job";
  nothing.key = "nothing";
  std::vector<Function> functions = accessor_and_job();
  functions.push_back(function("nothing", [](Body& body) { body.add(call_of("print", {})); }));
  functions.push_back(main_of(function("main", [&](Body& body) {
    body.add(call_of("submit", {job}));
    body.add(call_of("sort", {nothing}));
  })));
  EXPECT_EQ(wanted(functions),
            (Told{"caller handle", "caller job", "caller open", "definition submit"}));
}

TEST(Wants, BodiesThatMayLockOrWaitWhereHandlesAreUsed) {
  const Function uses = main_of(function("main", [](Body& body) {
    body.create(local(0));
    body.add(call_of("enter", {}));
    body.use(local(0));
  }));
  EXPECT_EQ(wanted({uses}), Told{"order enter"});
  const Function passes = main_of(function("main", [](Body& body) { body.add(call_of("f", {})); }));
  EXPECT_EQ(wanted({passes}), Told{});
}

TEST(Wants, WhoeverNamesAGlobalThatHoldsOne) {
  Module one = module(
      "/a.cpp", {main_of(function("main", [](Body& body) { body.create(global("c:@the_db")); }))});
  one.globals = {{"c:@the_db", "app::the_db"}, {"c:@count", "app::count"}};
  std::set<Want> found;
  Options options;
  options.wants = &found;
  link({one}, options);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.begin()->name, "the_db");
  EXPECT_EQ(found.begin()->scopes, std::vector<std::string>{"app"});
}

}  // namespace
}  // namespace lanyard::link
