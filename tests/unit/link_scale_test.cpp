// The link step stays in proportion to the program: counted in work, never in time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bench/synthetic.h"
#include "checker/link/link.h"

namespace lanyard::link {
namespace {

using bench::Caller;
using contract::Handle;
using summary::Event;
using summary::Function;
using summary::Kind;
using summary::Module;
using summary::Place;
using summary::Root;

/// Ten times the program may be this much more than ten times the work: the depth of the tree
/// of callers grows, and what the topmost functions tell fills up to the limits.
constexpr double kExponent = 1.12;

double exponent(std::size_t before, std::size_t after, double growth) {
  return std::log(static_cast<double>(after) / static_cast<double>(before)) / std::log(growth);
}

Work work_of(const std::vector<Module>& modules) {
  Work work;
  Options options;
  options.work = &work;
  link(modules, options);
  return work;
}

std::size_t functions_in(const std::vector<Module>& modules) {
  std::size_t sum = 0;
  for (const Module& each : modules) sum += each.functions.size();
  return sum;
}

void expect_proportion(const std::vector<Module>& small, const std::vector<Module>& large) {
  const Work before = work_of(small), after = work_of(large);
  const double growth =
      static_cast<double>(functions_in(large)) / static_cast<double>(functions_in(small));
  ASSERT_GT(before.steps, 0u);
  ASSERT_GT(before.told, 0u);
  EXPECT_LT(exponent(before.steps, after.steps, growth), kExponent)
      << before.steps << " events visited, then " << after.steps;
  EXPECT_LT(exponent(before.told, after.told, growth), kExponent)
      << before.told << " effects told, then " << after.told;
}

TEST(Scale, AProgramOfTheUsualMix) {
  expect_proportion(bench::synthetic(1500, Caller::main), bench::synthetic(6000, Caller::main));
}

TEST(Scale, ALibraryThatAnybodyMayCall) {
  expect_proportion(bench::synthetic(6000, Caller::nobody),
                    bench::synthetic(12000, Caller::nobody));
}

Place global(const std::string& key) {
  Place result;
  result.root = Root::global;
  result.key = key;
  return result;
}

enum class Shape {
  chain,  // each calls the next: everything that one does is seen by all above it
  crowd,  // each starts a thread, and nobody calls it: anybody may, in any order
};

/// Functions as generated code has them: each uses one connection, asks for its error, and has
/// one of four locks.
std::vector<Module> generated(std::size_t length, Shape shape) {
  Module module;
  module.file = "dense.c";
  module.files = {"", "dense.c"};
  for (std::size_t i = 0; i != length; ++i) {
    const std::string number = std::to_string(i % 4);
    Function function;
    function.key = function.name = "f" + std::to_string(i);
    function.visible = true;
    function.events.resize(2);
    const auto add = [&](Kind kind, Place place) -> Event& {
      const auto index = static_cast<std::uint32_t>(function.events.size());
      Event event;
      event.kind = kind;
      event.where = {1, static_cast<std::uint32_t>(i + 1), index};
      event.place = std::move(place);
      function.events[index == 2 ? 0 : index - 1].next.push_back(index);
      function.events.push_back(std::move(event));
      return function.events.back();
    };
    const auto use = [&](const char* api) {
      Event& event = add(Kind::use, global("db"));
      event.handle = Handle::connection;
      event.name = api;
    };
    if (shape == Shape::chain && i + 1 != length)
      add(Kind::call, {}).callee = "f" + std::to_string(i + 1);
    use("sqlite3_errmsg");
    add(Kind::lock, global("mutex" + number));
    use("sqlite3_exec");
    add(Kind::unlock, global("mutex" + number));
    add(Kind::signal, global("event" + number));
    if (shape == Shape::crowd) add(Kind::spawn, {}).callee = function.key;
    function.events.back().next.push_back(1);
    module.functions.push_back(std::move(function));
  }
  return {module};
}

TEST(Scale, AChainWhereEachFunctionAddsToAllAboveIt) {
  expect_proportion(generated(150, Shape::chain), generated(600, Shape::chain));
}

TEST(Scale, ALibraryAroundOneConnection) {
  expect_proportion(generated(600, Shape::crowd), generated(2400, Shape::crowd));
}

TEST(Scale, WhatIsCutDoesNotDependOnTheOrderOfTheModules) {
  std::vector<Module> modules = bench::synthetic(2000, Caller::main);
  std::vector<Module> all = generated(400, Shape::chain);
  modules.insert(modules.end(), all.begin(), all.end());
  const auto told = [](const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& each : findings) {
      text += each.where.file + std::to_string(each.where.line) + each.rule + each.message + '\n';
      for (const Step& step : each.steps)
        text += step.where.file + std::to_string(step.where.line) + step.message + '\n';
    }
    return text;
  };
  const std::string forwards = told(link(modules, {}));
  std::reverse(modules.begin(), modules.end());
  EXPECT_EQ(forwards, told(link(modules, {})));
}

}  // namespace
}  // namespace lanyard::link
