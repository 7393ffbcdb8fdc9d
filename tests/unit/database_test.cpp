// Compile databases as people have them: missing, broken, written for g++.
#include "checker/summary/database.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace lanyard::summary {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "lanyard.XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = std::filesystem::canonical(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  std::unique_ptr<Database> load(const std::string& commands) {
    write("compile_commands.json", commands);
    return Database::load(folder_.string(), error_);
  }

  std::string command(const std::string& file, const std::string& flags) const {
    return R"({"directory": ")" + folder_.string() + R"(", "file": ")" + file +
           R"(", "command": "g++ )" + flags + " -o out.o -c " + file + R"("})";
  }

  std::filesystem::path folder_;
  std::string error_;
};

TEST_F(DatabaseTest, SaysThatThereIsNone) {
  EXPECT_EQ(Database::load(folder_.string(), error_), nullptr);
  EXPECT_EQ(error_.find(folder_.string() + "/compile_commands.json: "), 0u) << error_;
  EXPECT_NE(error_.find("-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"), std::string::npos);
  EXPECT_EQ(error_.find('\n'), std::string::npos);
}

TEST_F(DatabaseTest, SaysThatItIsBroken) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(load("[{"), nullptr);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(error_.find('\n'), std::string::npos);
  EXPECT_FALSE(error_.empty());
}

TEST_F(DatabaseTest, ListsEachFileOnce) {
  write("a.c", "int a;");
  write("b.c", "int b;");
  const auto database = load("[" + command("b.c", "") + "," + command("./a.c", "") + "," +
                             command("b.c", "-DTWICE") + "]");
  ASSERT_NE(database, nullptr) << error_;
  EXPECT_EQ(database->files(),
            (std::vector<std::string>{(folder_ / "a.c").string(), (folder_ / "b.c").string()}));
}

TEST_F(DatabaseTest, TakesCommandsOfAnotherCompiler) {
  const std::string file = write("a.cpp",
                                 "#include <vector>\nvoid g(int*);\n"
                                 "void f() { std::vector<int> v; g(v.data()); }\n");
  const auto database = load("[" +
                             command("a.cpp",
                                     "-Wduplicated-cond -Wlogical-op -Werror "
                                     "-fno-var-tracking -MD -MF a.d") +
                             "]");
  ASSERT_NE(database, nullptr) << error_;
  const Unit unit = database->summarise(file);
  EXPECT_EQ(unit.error, "");
  EXPECT_EQ(unit.file, file);
  EXPECT_EQ(unit.module.file, file);
  ASSERT_FALSE(unit.module.functions.empty());
}

TEST_F(DatabaseTest, TheFirstCommandCounts) {
  const std::string file = write("a.c",
                                 "void f(void), g(void);\n#ifdef TWICE\nvoid h(void) "
                                 "{ f(); }\n#else\nvoid k(void) { g(); }\n#endif\n");
  const auto database = load("[" + command("a.c", "") + "," + command("a.c", "-DTWICE") + "]");
  ASSERT_NE(database, nullptr) << error_;
  const Unit unit = database->summarise(file);
  ASSERT_EQ(unit.module.functions.size(), 1u);
  EXPECT_EQ(unit.module.functions[0].name, "k");
}

TEST_F(DatabaseTest, TellsTheFirstErrorAndKeepsTheRest) {
  const std::string file =
      write("a.c", "void g(void);\nvoid f(void) { g(); }\nint x = absent;\nint y = lost;\n");
  const auto database = load("[" + command("a.c", "") + "]");
  ASSERT_NE(database, nullptr) << error_;
  testing::internal::CaptureStderr();
  const Unit unit = database->summarise(file);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(unit.error, file + ":3:9: use of undeclared identifier 'absent'");
  EXPECT_EQ(unit.module.functions.size(), 1u);
}

TEST_F(DatabaseTest, TellsThatAFileIsGone) {
  const auto database = load("[" + command("gone.c", "") + "]");
  ASSERT_NE(database, nullptr) << error_;
  const Unit unit = database->summarise((folder_ / "gone.c").string());
  EXPECT_NE(unit.error.find("gone.c"), std::string::npos) << unit.error;
  EXPECT_EQ(unit.error.find('\n'), std::string::npos);
}

TEST_F(DatabaseTest, SummarisesSideBySide) {
  std::string commands;
  std::vector<std::string> files;
  for (int i = 0; i != 4; ++i) {
    const std::string name = "f" + std::to_string(i) + ".c";
    files.push_back(write(name, "void g(void);\nvoid f(void) { g(); }\n"));
    commands += (i ? "," : "") + command(name, "");
  }
  const auto database = load("[" + commands + "]");
  ASSERT_NE(database, nullptr) << error_;
  std::vector<Unit> units(files.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i != files.size(); ++i)
    threads.emplace_back([&, i] { units[i] = database->summarise(files[i]); });
  for (std::thread& each : threads) each.join();
  for (const Unit& unit : units) {
    EXPECT_EQ(unit.error, "");
    EXPECT_EQ(unit.module.functions.size(), 1u);
  }
}

}  // namespace
}  // namespace lanyard::summary
