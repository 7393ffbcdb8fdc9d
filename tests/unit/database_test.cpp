// Compile databases as people have them: missing, broken, written for g++.
#include "checker/summary/database.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "tests/unit/temporary_folder.h"

namespace lanyard::summary {
namespace {

class DatabaseTest : public InFolder {
 protected:
  std::optional<std::vector<Command>> load(const std::string& commands) {
    write("compile_commands.json", commands);
    return load_database(folder_.string(), error_);
  }

  Unit summarise(const Command& command) const {
    return summary::summarise(command, model::Library::built_in(), folder_.string());
  }

  std::string command(const std::string& file, const std::string& flags) const {
    return R"({"directory": ")" + folder_.string() + R"(", "file": ")" + file +
           R"(", "command": "g++ )" + flags + " -o out.o -c " + file + R"("})";
  }

  std::string error_;
};

TEST_F(DatabaseTest, SaysThatThereIsNone) {
  EXPECT_FALSE(load_database(folder_.string(), error_));
  EXPECT_EQ(error_.find(folder_.string() + "/compile_commands.json: "), 0u) << error_;
  EXPECT_NE(error_.find("-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"), std::string::npos);
  EXPECT_EQ(error_.find('\n'), std::string::npos);
}

TEST_F(DatabaseTest, SaysThatItIsBroken) {
  testing::internal::CaptureStderr();
  EXPECT_FALSE(load("[{"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(error_.find('\n'), std::string::npos);
  EXPECT_FALSE(error_.empty());
}

TEST_F(DatabaseTest, ListsEachFileOnceForEachWayOfCompilingIt) {
  const auto database = load("[" + command("b.c", "") + "," + command("./a.c", "-O2 -g") + "," +
                             command("b.c", "-DTWICE") + "," + command("a.c", "-O0") + "]");
  ASSERT_TRUE(database) << error_;
  std::vector<std::string> files;
  for (const Command& each : *database) files.push_back(each.file);
  const std::string a = (folder_ / "a.c").string();
  const std::string b = (folder_ / "b.c").string();
  EXPECT_EQ(files, (std::vector<std::string>{a, b, b}));
  EXPECT_EQ(common_folder(*database), folder_.string());
}

// Found by a fuzzer, as a search without an end.
TEST_F(DatabaseTest, RelativeFoldersHaveNoneInCommon) {
  std::vector<Command> commands(2);
  commands[0].file = "src/a.c";
  commands[1].file = "lib/b.c";
  EXPECT_EQ(common_folder(commands), "/");
  commands[1].file = "src/sub/b.c";
  EXPECT_EQ(common_folder(commands), "src");
}

TEST_F(DatabaseTest, KnowsWhatAnObjectIsLinkedInto) {
  EXPECT_EQ(target_of("CMakeFiles/app.dir/src/a.cpp.o"), "app");
  EXPECT_EQ(target_of("/x/build/sub/CMakeFiles/app.dir/a.cpp.o"), "app");
  EXPECT_EQ(target_of("sub/app.p/src_a.c.o"), "sub/app.p");
  EXPECT_EQ(target_of("a.o"), "");
  EXPECT_EQ(target_of("src/a.o"), "");
  const auto entry = [&](const std::string& target, const std::string& flag) {
    return R"({"directory": ")" + folder_.string() + R"(", "file": "a.c", "command": "cc )" + flag +
           " -o CMakeFiles/" + target + R"(.dir/a.c.o -c a.c"})";
  };
  const auto database = load("[" + entry("one", "-DX") + "," + entry("two", "-DX") + "," +
                             entry("three", "-DY") + "]");
  ASSERT_TRUE(database) << error_;
  ASSERT_EQ(database->size(), 2U);
  EXPECT_EQ((*database)[0].targets, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ((*database)[1].targets, std::vector<std::string>{"three"});
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
  ASSERT_TRUE(database) << error_;
  const Unit unit = summarise(database->front());
  EXPECT_EQ(unit.error, "");
  EXPECT_EQ(unit.file, file);
  EXPECT_EQ(unit.module.file, "a.cpp");
  ASSERT_FALSE(unit.module.functions.empty());
}

TEST_F(DatabaseTest, EveryCommandIsFollowed) {
  write("a.c",
        "void f(void), g(void);\n#ifdef TWICE\nvoid h(void) "
        "{ f(); }\n#else\nvoid k(void) { g(); }\n#endif\n");
  const auto database = load("[" + command("a.c", "") + "," + command("a.c", "-DTWICE") + "]");
  ASSERT_TRUE(database) << error_;
  ASSERT_EQ(database->size(), 2U);
  std::vector<std::string> names;
  for (const Command& each : *database)
    for (const Function& function : summarise(each).module.functions)
      names.push_back(function.name);
  EXPECT_EQ(names, (std::vector<std::string>{"k", "h"}));
}

TEST_F(DatabaseTest, TellsTheFirstErrorAndNothingElse) {
  const std::string file =
      write("a.c", "void g(void);\nvoid f(void) { g(); }\nint x = absent;\nint y = lost;\n");
  const auto database = load("[" + command("a.c", "") + "]");
  ASSERT_TRUE(database) << error_;
  testing::internal::CaptureStderr();
  const Unit unit = summarise(database->front());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(unit.error, file + ":3:9: use of undeclared identifier 'absent'");
  EXPECT_TRUE(unit.module.functions.empty());
}

TEST_F(DatabaseTest, TellsThatAFileIsGone) {
  const auto database = load("[" + command("gone.c", "") + "]");
  ASSERT_TRUE(database) << error_;
  const Unit unit = summarise(database->front());
  EXPECT_NE(unit.error.find("gone.c"), std::string::npos) << unit.error;
  EXPECT_EQ(unit.error.find('\n'), std::string::npos);
}

TEST_F(DatabaseTest, TellsThatItsFolderIsGone) {
  write("a.c", "int a;");
  Command command;
  command.file = (folder_ / "a.c").string();
  command.directory = (folder_ / "gone").string();
  command.line = {"cc", command.file};
  const Unit unit = summarise(command);
  EXPECT_EQ(unit.error, command.file + ": the folder that it is compiled in, " + command.directory +
                            ", is not there; build the project first");
}

TEST_F(DatabaseTest, WaitsForWhatItLacks) {
  std::filesystem::create_directories(folder_ / "sub");
  write("a.c", "#include \"sub/b.h\"\n");
  write("sub/b.h", "#include \"made/c.h\"\n");
  Command command;
  command.file = (folder_ / "a.c").string();
  command.directory = folder_.string();
  command.line = {"cc", "-Iout/include", command.file};
  const auto has = [&](const Unit& unit, const std::filesystem::path& path) {
    return std::count(unit.inputs.begin(), unit.inputs.end(), path.string()) == 1;
  };
  // It can come to be next to its includer, in out/include, or where the system's headers are.
  Unit unit = summarise(command);
  EXPECT_NE(unit.error.find("'made/c.h' file not found"), std::string::npos) << unit.error;
  EXPECT_FALSE(unit.may_mend_itself);
  EXPECT_TRUE(has(unit, folder_ / "sub"));
  EXPECT_TRUE(has(unit, folder_));
  EXPECT_TRUE(has(unit, "/usr/include"));
  std::filesystem::create_directories(folder_ / "out");
  EXPECT_TRUE(has(summarise(command), folder_ / "out"));

  // Of a link that leads nowhere, no folder tells when it leads somewhere.
  std::filesystem::create_symlink("nowhere", folder_ / "made");
  EXPECT_TRUE(summarise(command).may_mend_itself);
  std::filesystem::remove(folder_ / "made");

  // The source, the folder that it is compiled in, and the options of the command.
  command.file = (folder_ / "gone.c").string();
  command.line = {"cc", command.file};
  unit = summarise(command);
  EXPECT_EQ(unit.inputs, std::vector<std::string>{folder_.string()});
  EXPECT_FALSE(unit.may_mend_itself);
  command.file = (folder_ / "a.c").string();
  command.line = {"cc", "--no-such-option", command.file};
  unit = summarise(command);
  EXPECT_NE(unit.error.find("--no-such-option"), std::string::npos) << unit.error;
  EXPECT_FALSE(unit.may_mend_itself);
  command.directory = (folder_ / "far" / "away").string();
  EXPECT_EQ(summarise(command).inputs, std::vector<std::string>{folder_.string()});
}

TEST_F(DatabaseTest, ParsesNoBodiesOfSystemHeadersThatSayNothing) {
  std::filesystem::create_directories(folder_ / "system");
  std::filesystem::create_directories(folder_ / "own");
  // Whether a body was parsed is seen by its mistake.
  write("system/plain.h", "#pragma once\ninline int plain() { return mistaken; }\n");
  write("own/plain.h", "#pragma once\ninline int own() { return mistaken; }\n");
  write("system/asked.h",
        "constexpr int two() { return 2; }\ninline auto text() { return \"text\"; }\n"
        "template <class Job> void each(Job job) { job(1); }\n");
  write("a.cpp",
        "#include <plain.h>\n#include <asked.h>\nvoid g(int);\n"
        "void f() { each([](auto x) { g(x); }); char c[two()]; (void)c; (void)text()[0]; plain(); "
        "}\n");
  Command command;
  command.file = (folder_ / "a.cpp").string();
  command.directory = folder_.string();
  command.line = {"c++", "-std=c++17", "-isystem", "system", command.file};
  const Unit unit = summarise(command);
  EXPECT_EQ(unit.error, "");
  // The generic lambda is instantiated where the system's template calls it.
  ASSERT_EQ(unit.module.functions.size(), 2U);
  EXPECT_EQ(unit.module.functions.back().name, "a lambda");
  command.line.insert(command.line.begin() + 2, "-Iown");
  EXPECT_NE(summarise(command).error.find("mistaken"), std::string::npos);
}

TEST_F(DatabaseTest, NamesFilesWithoutTheFolderThatTheProjectStandsIn) {
  std::filesystem::create_directories(folder_ / "project" / "src");
  std::filesystem::create_directories(folder_ / "other");
  write("other/found.h", "void g(void);\nstatic inline void found(void) { g(); }\n");
  write("beside.h", "static inline void beside(void) { g(); }\n");
  write("project/src/a.cpp",
        "#include <found.h>\n#include \"../../beside.h\"\n"
        "void f() { found(); beside(); auto own = [](auto x) { x(); }; own([] { g(); }); }\n");
  Command command;
  command.file = (folder_ / "project/src/a.cpp").string();
  command.directory = folder_.string();
  command.line = {"c++", "-std=c++17", "-Iother", command.file};
  const Unit unit =
      summary::summarise(command, model::Library::built_in(), (folder_ / "project").string());
  EXPECT_EQ(unit.error, "");
  EXPECT_EQ(unit.module.files,
            (std::vector<std::string>{"", "src/a.cpp", "<found.h>", "../beside.h"}));
  EXPECT_EQ(unit.elsewhere.at("<found.h>"), (folder_ / "other/found.h").string());
  EXPECT_EQ(unit.inputs.front(), command.file);
  EXPECT_EQ(unit.inputs.size(), 3U);
  for (const Function& each : unit.module.functions)
    EXPECT_EQ(each.key.find(folder_.string()), std::string::npos) << each.key;
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
  ASSERT_TRUE(database) << error_;
  std::vector<Unit> units(files.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i != files.size(); ++i)
    threads.emplace_back([&, i] { units[i] = summarise((*database)[i]); });
  for (std::thread& each : threads) each.join();
  for (const Unit& unit : units) {
    EXPECT_EQ(unit.error, "");
    EXPECT_EQ(unit.module.functions.size(), 1u);
  }
}

}  // namespace
}  // namespace lanyard::summary
