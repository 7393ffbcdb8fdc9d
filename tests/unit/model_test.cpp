// The model's data files, and what mistakes in such a file are answered with.
#include "checker/model/model.h"

#include <gtest/gtest.h>

namespace lanyard::model {
namespace {

TEST(BuiltIn, KnowsHowThreadsStart) {
  const Row* row = Library::built_in().find(Trigger::call, "pthread_create");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->effect, Effect::spawn);
  EXPECT_EQ(row->entry, 2);
  EXPECT_EQ(row->passes, 3);
  EXPECT_EQ(row->thread, 0);
}

TEST(BuiltIn, TellsTriggersApart) {
  const Library& library = Library::built_in();
  ASSERT_NE(library.find(Trigger::construct, "std::jthread"), nullptr);
  EXPECT_EQ(library.find(Trigger::construct, "std::jthread")->effect, Effect::spawn);
  ASSERT_NE(library.find(Trigger::destroy, "std::jthread"), nullptr);
  EXPECT_EQ(library.find(Trigger::destroy, "std::jthread")->effect, Effect::join);
  EXPECT_EQ(library.find(Trigger::destroy, "std::thread"), nullptr);
}

TEST(BuiltIn, NamesAreWhole) {
  EXPECT_TRUE(Library::built_in().mentions("join"));
  EXPECT_EQ(Library::built_in().find(Trigger::call, "mine::thread::join"), nullptr);
}

TEST(Add, TakesRowsOfAProject) {
  Library library;
  EXPECT_EQ(library.add("spawns:\n- call: app::run_in_background\n  entry: 1\n  passes: 2\n"
                        "  thread: returned\n",
                        "rules.yaml"),
            "");
  const Row* row = library.find(Trigger::call, "app::run_in_background");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->thread, kReturned);
}

TEST(Add, SaysWhereAMistakeIs) {
  Library library;
  EXPECT_EQ(library.add("joins:\n- call: f\n  thread: those\n", "rules.yaml"),
            "rules.yaml:3:11: an operand is `this`, `returned` or the position of an argument, "
            "from 0");
  EXPECT_EQ(library.add("joins:\n- call: f\n  tread: this\n", "rules.yaml"),
            "rules.yaml:3:3: unknown key 'tread'");
  EXPECT_EQ(library.add("locks:\n- takes: 0\n", "rules.yaml"),
            "rules.yaml:2:3: a row has one of `call`, `construct`, `destroy` and `check`");
  EXPECT_EQ(library.find(Trigger::call, "f"), nullptr);
}

TEST(Add, RefusesWhatIsNoYaml) {
  Library library;
  EXPECT_EQ(library.add("spawns: [", "rules.yaml").find("rules.yaml:1:"), 0u);
}

}  // namespace
}  // namespace lanyard::model
