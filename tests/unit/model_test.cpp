// The model's data files, and what mistakes in such a file are answered with.
#include "checker/model/model.h"

#include <gtest/gtest.h>

#include "checker/model/read.h"

namespace lanyard::model {
namespace {

/// The one row of a name, or nullptr.
const Row* only(const Library& library, Trigger trigger, std::string_view name) {
  const std::vector<const Row*> found = library.find(trigger, name);
  return found.size() == 1 ? found.front() : nullptr;
}

const Row* built_in(Trigger trigger, std::string_view name) {
  return only(Library::built_in(), trigger, name);
}

TEST(BuiltIn, KnowsHowThreadsStart) {
  const Row* row = built_in(Trigger::call, "pthread_create");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->effect, Effect::spawn);
  EXPECT_EQ(row->entry, 2);
  EXPECT_EQ(row->passes.operands, std::vector<Operand>{3});
  EXPECT_FALSE(row->passes.and_following);
  EXPECT_EQ(row->thread, 0);
}

TEST(BuiltIn, TellsTriggersApart) {
  ASSERT_NE(built_in(Trigger::construct, "std::jthread"), nullptr);
  EXPECT_EQ(built_in(Trigger::construct, "std::jthread")->effect, Effect::spawn);
  ASSERT_NE(built_in(Trigger::destroy, "std::jthread"), nullptr);
  EXPECT_EQ(built_in(Trigger::destroy, "std::jthread")->effect, Effect::join);
  EXPECT_EQ(built_in(Trigger::destroy, "std::thread"), nullptr);
}

TEST(BuiltIn, NamesAreWhole) {
  EXPECT_TRUE(Library::built_in().mentions("join"));
  EXPECT_TRUE(Library::built_in().find(Trigger::call, "mine::thread::join").empty());
}

TEST(Add, TakesRowsOfAProject) {
  Library library;
  EXPECT_EQ(library.add("spawns:\n- call: app::run_in_background\n  entry: 1\n  passes: 2\n"
                        "  thread: returned\n",
                        "rules.yaml"),
            "");
  const Row* row = only(library, Trigger::call, "app::run_in_background");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->thread, kReturned);
}

TEST(Add, SaysWhereAMistakeIs) {
  Library library;
  EXPECT_EQ(library.add("joins:\n- call: f\n  thread: those\n", "rules.yaml"),
            "rules.yaml:3:11: an operand is `this`, `returned`, `callable`, `rest` or the position "
            "of an argument, from 0");
  EXPECT_EQ(library.add("joins:\n- call: f\n  tread: this\n", "rules.yaml"),
            "rules.yaml:3:3: unknown key 'tread'; known here: call, construct, destroy, check, "
            "when, unless, thread");
  EXPECT_EQ(library.add("locks:\n- takes: 0\n", "rules.yaml"),
            "rules.yaml:2:3: a row has one of `call` and `construct`");
  EXPECT_EQ(library.add("locks:\n- call: {f: g}\n  takes: 0\n", "rules.yaml"),
            "rules.yaml:2:10: a word or a list is wanted here");
  EXPECT_EQ(library.add("handles:\n- class: Db\n  kind: database\n", "rules.yaml"),
            "rules.yaml:3:9: `kind` is connection, statement, blob, backup, session or changeset "
            "iterator");
  EXPECT_EQ(library.add("handles:\n- class: Db\n", "rules.yaml").find("rules.yaml:2:3: `kind` is"),
            0u);
  EXPECT_TRUE(library.find(Trigger::call, "f").empty());
}

TEST(Add, TakesSeveralNamesInOneRow) {
  Library library;
  EXPECT_EQ(library.add("spawns:\n- call: [a::f, b::g]\n  entry: callable\n  passes: [2, 0]\n",
                        "rules.yaml"),
            "");
  const Row* row = only(library, Trigger::call, "b::g");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->entry, kCallable);
  EXPECT_EQ(row->passes.operands, (std::vector<Operand>{2, 0}));
  EXPECT_NE(only(library, Trigger::call, "a::f"), nullptr);
}

// The plugin hands the message to clang-tidy, which prints it as it is.
TEST(Read, QuotesNoControlCharacters) {
  Settings settings;
  EXPECT_EQ(read("suppressions: [\"a\\e[2J\\nb\"]\n", ".lanyard.yaml", settings),
            ".lanyard.yaml:1:16: suppression 'a\\x1b[2J\\x0ab' has no colon; write RULE:GLOB");
}

TEST(Add, RefusesWhatIsNoYaml) {
  Library library;
  EXPECT_EQ(library.add("spawns: [", "rules.yaml").find("rules.yaml:1:"), 0u);
}

// LLVM's parser passes over these without a word, and the rows would be lost.
TEST(Read, PassesNothingOver) {
  const auto mistake = [](const std::string& text) {
    Settings settings;
    return read(text, "rules.yaml", settings);
  };
  EXPECT_EQ(mistake("spawns:\n\t- call: x\npolicy: serialized\n"),
            "rules.yaml:2:1: a tab; YAML indents with spaces alone");
  EXPECT_EQ(mistake("spawns:\n  - call: x\n  \t  entry: 0\n"),
            "rules.yaml:3:3: a tab; YAML indents with spaces alone");
  EXPECT_EQ(mistake("policy: owner\n---\n# the rest\nspawns:\n  - call: x\n"),
            "rules.yaml:4:1: a second document; all of it belongs into the first");
  EXPECT_EQ(mistake("policy: owner\n--- {baseline: b}\n"),
            "rules.yaml:2:5: a second document; all of it belongs into the first");
  EXPECT_EQ(mistake("policy: owner\n...\nbaseline: b\n"),
            "rules.yaml:3:1: a second document; all of it belongs into the first");
  EXPECT_EQ(mistake("\t\n\t# a comment\n---\npolicy: owner\t# a tab\n...\n"), "");
  EXPECT_EQ(mistake("%YAML 1.2\n---\r\npolicy: owner\r\n---\n"), "");
}

}  // namespace
}  // namespace lanyard::model
