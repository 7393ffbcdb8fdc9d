// What the shim's suppressions match: every name that a violation has, in every stack.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

#include "runtime/record/suppressions.h"
#include "runtime/record/violation.h"

namespace lanyard::record {
namespace {

/// A violation with a name of its own in each place that has one.
struct Example {
  Example() {
    use.set("used");
    home.set("home");
    other_stack.set("other");
    fork_stack.set("forked");
    created.set("created");
    use.stack.finalizer = "sweep";
    known.created = &created.stack;
    known.has_connection = true;
    known.connection.created = &home.stack;
    std::strcpy(known.connection.file, "/srv/app.db");
    other.stack = &other_stack.stack;
    violation.rule = "concurrent-use";
    violation.api = "sqlite3_step";
    violation.use.stack = &use.stack;
    violation.other = &other;
    violation.fork = &fork;
    violation.has_caller = true;
    violation.caller = {"/lib/maker.so", "", 0, "made"};
  }

  struct OneFrame {
    void set(const std::string& name) {
      module = "/lib/" + name + ".so";
      function = name + "_py";
      file = "/srv/" + name + ".py";
      symbol = name;
      native = {module, "", 0, symbol};
      python = {function, file, 1};
      stack.native = &native;
      stack.python = &python;
      stack.native_count = stack.python_count = 1;
    }
    std::string module, function, file, symbol;
    stack::Frame native;
    stack::PythonFrame python;
    stack::Stack stack;
  };
  OneFrame use, home, other_stack, fork_stack, created;
  Party other;
  ForkSite fork{1, "fork", &fork_stack.stack};
  track::Known known{};
  Violation violation{known};
};

class RuntimeSuppressions : public testing::Test {
 protected:
  void TearDown() override {
    std::remove(path_.c_str());
    char buffer[1];
    Text none(buffer, 0);
    read_suppressions("", none);
  }

  std::string read(const std::string& text) {
    std::ofstream(path_) << text;
    char buffer[1024];
    Text error(buffer, sizeof(buffer));
    const bool is_read = read_suppressions(path_.c_str(), error);
    EXPECT_EQ(is_read, error.view().empty());
    return std::string(error.view());
  }

  bool is_matched(const std::string& line) {
    EXPECT_EQ(read(line), "");
    return matching(example_.violation);
  }

  // Of its own: tests run beside each other.
  std::string path_ = testing::TempDir() + "lanyard-suppressions-" + std::to_string(getpid());
  Example example_;
};

TEST_F(RuntimeSuppressions, MatchEveryName) {
  for (const char* glob : {"sqlite3_step", "/srv/app.db", "app.db", "maker.so", "made", "sweep"})
    EXPECT_TRUE(is_matched("*:" + std::string(glob))) << glob;
  for (const std::string name : {"used", "home", "other", "forked", "created"})
    for (const std::string& glob : {name, name + "_py", name + ".so", "/lib/" + name + ".so",
                                    name + ".py", "/srv/" + name + ".py"})
      EXPECT_TRUE(is_matched("concurrent-use:" + glob)) << glob;
}

TEST_F(RuntimeSuppressions, LeaveTheRestAlone) {
  for (const char* line : {"*:use", "*:sqlite3_reset", "*:srv", "cross-thread-use:*", "# *:*",
                           "sqlite-handle-shared:*"})
    EXPECT_FALSE(is_matched(line)) << line;
}

TEST_F(RuntimeSuppressions, TheFirstThatMatchesCounts) {
  ASSERT_EQ(read("# ours\n*:nobody\n\n*:used_py\n*:*"), "");
  EXPECT_EQ(suppressions().count, 3u);
  const Suppression* first = matching(example_.violation);
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->text, "*:used_py");
  EXPECT_EQ(first->line, 4u);
}

TEST_F(RuntimeSuppressions, AMistakeIsNamedByFileAndLine) {
  EXPECT_EQ(read("*:a\n\nnothing\n"), path_ + ":3: 'nothing' has no colon; write RULE:GLOB");
  EXPECT_EQ(suppressions().count, 0u);
  EXPECT_EQ(matching(example_.violation), nullptr);
}

}  // namespace
}  // namespace lanyard::record
