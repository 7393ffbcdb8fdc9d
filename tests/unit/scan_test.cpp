// What a text includes and names, and which units that concerns, without parsing any.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "checker/scan/files.h"
#include "checker/scan/text.h"
#include "checker/scan/tokens.h"
#include "checker/scan/units.h"
#include "tests/unit/temporary_folder.h"

namespace lanyard::scan {
namespace {

/// The tokens' kinds in a row, names written out.
std::string kinds(std::string_view text) {
  std::string row;
  for (const Token& each : tokens(text)) {
    if (!row.empty()) row += ' ';
    row += each.kind == 'a' ? std::string(each.text) : std::string(1, each.kind);
  }
  return row;
}

TEST(Tokens, AreNamesLiteralsAndSigns) {
  EXPECT_EQ(kinds("int x = f(1'000, \"a b\");"), "int x = f ( 0 , 0 ) ;");
  EXPECT_EQ(kinds("a->b::c"), "a > b c c");
  EXPECT_EQ(kinds("x = 1e+5 + .5f;"), "x = 0 + 0 ;");
}

TEST(Tokens, LeaveOutComments) {
  EXPECT_EQ(kinds("a // b\nc /* d \n e */ f"), "a c f");
  EXPECT_EQ(kinds("a // b \\\n still\nc"), "a c");
  EXPECT_EQ(kinds("a /* open"), "a");
}

TEST(Tokens, LookIntoNoLiteral) {
  EXPECT_EQ(kinds(R"(s = "a \" b"; c = L'\'';)"), "s = 0 ; c = 0 ;");
  EXPECT_EQ(kinds("s = R\"x(a \" )\" b)x\" + d;"), "s = 0 + d ;");
  // An apostrophe in what an #if leaves out ends with its line.
  EXPECT_EQ(kinds("don't\nnext"), "don 0 next");
}

TEST(Tokens, PutDirectivesBetweenTheirEnds) {
  EXPECT_EQ(kinds("#if A\nb\n#endif"), "# if A L b # endif L");
  EXPECT_EQ(kinds("#define A \\\n  b\nc"), "# define A b L c");
  EXPECT_EQ(kinds("a # b"), "a # b");  // no directive: it does not begin its line
}

bool names(const Text& text, std::string_view name) { return contains(text.names, word(name)); }
bool uses(const Text& text, std::string_view name) { return contains(text.uses, word(name)); }
bool defines(const Text& text, std::string_view name) {
  return contains(text.definitions, word(name));
}

TEST(Scan, FindsWhatIsIncluded) {
  const Text text = scan("#include <a/b c.h>\n# include \"d.h\"\n#include_next <e.h>\n");
  ASSERT_EQ(text.includes.size(), 3U);
  EXPECT_EQ(text.includes[0].name, "a/b c.h");
  EXPECT_FALSE(text.includes[0].quoted);
  EXPECT_EQ(text.includes[1].name, "d.h");
  EXPECT_TRUE(text.includes[1].quoted);
  EXPECT_TRUE(text.includes[2].next);
  EXPECT_FALSE(text.is_opaque);
}

TEST(Scan, SaysWhereItCannotTell) {
  EXPECT_TRUE(scan("#include HEADER\n").is_opaque);
  EXPECT_TRUE(scan("import std;\n").is_opaque);
  EXPECT_FALSE(scan("f(import);\n").is_opaque);
}

TEST(Scan, TellsDefinitionsFromDeclarationsAndCalls) {
  const Text text = scan(
      "void declared(int);\n"
      "int defined(int x) { return called(x); }\n"
      "Store::Store() : db_(nullptr) {}\n"
      "int old(x) int x; { return x; }\n");
  EXPECT_TRUE(names(text, "declared"));
  EXPECT_FALSE(uses(text, "declared"));
  EXPECT_FALSE(defines(text, "declared"));
  EXPECT_TRUE(defines(text, "defined"));
  EXPECT_FALSE(uses(text, "defined"));
  EXPECT_TRUE(uses(text, "called"));
  EXPECT_FALSE(defines(text, "called"));
  EXPECT_TRUE(defines(text, "Store"));
  EXPECT_TRUE(defines(text, "old"));
}

TEST(Scan, TakesAFunctionWithoutParenthesesForAUse) {
  EXPECT_TRUE(uses(scan("void f() { start(run, 0); }"), "run"));
  EXPECT_TRUE(uses(scan("#define RUN run\n"), "run"));
  EXPECT_FALSE(uses(scan("#define run\n"), "run"));
}

TEST(Scan, SeesThatExternDeclaresAndNothingMore) {
  EXPECT_FALSE(uses(scan("extern Database the_database;"), "the_database"));
  EXPECT_TRUE(names(scan("extern Database the_database;"), "the_database"));
  EXPECT_TRUE(uses(scan("extern int value = other;"), "other"));
}

TEST(Scan, TakesWhatAMacroIsGivenForADefinition) {
  EXPECT_TRUE(defines(scan("TEST(Suite, case_name) { check(); }"), "case_name"));
}

/// A folder of source files.
class Project : public InFolder {
 protected:
  /// Adds a unit that looks in `include`, and in the toolchain's `system`.
  std::size_t add(const std::string& main, bool is_opaque = false) {
    auto search = std::make_shared<SearchPath>();
    search->angled = {path("include"), path("system")};
    search->toolchain = 1;
    search->is_opaque = is_opaque;
    return units_.add(main, search);
  }
  bool matters(std::size_t unit, const Interests& interests) {
    return units_.matters(unit, interests, reason_);
  }

  Files files_;
  Units units_{files_};
  std::string reason_;
};

Words words(std::initializer_list<const char*> names) {
  Words all;
  for (const char* each : names) all.push_back(word(each));
  std::sort(all.begin(), all.end());
  return all;
}

TEST_F(Project, FilesAreReadAgainOnlyWhenTheyChange) {
  const std::string path = write("a.c", "before();");
  const FileId first = files_.find(path);
  ASSERT_NE(first, kNoFile);
  EXPECT_EQ(files_.find(path), first);
  EXPECT_EQ(files_.find(path + "c"), kNoFile);
  EXPECT_TRUE(files_.has_changed());

  Files again;
  again.load(files_.store());
  const Text& kept = again.text(again.find(path));
  EXPECT_TRUE(uses(kept, "before"));
  EXPECT_FALSE(again.has_changed());
  EXPECT_EQ(again.store(), files_.store());

  write("a.c", "afterwards();");
  Files changed;
  changed.load(files_.store());
  EXPECT_TRUE(uses(changed.text(changed.find(path)), "afterwards"));
  EXPECT_TRUE(changed.has_changed());
}

TEST_F(Project, FilesTakeNothingThatTheyHaveNotStored) {
  const std::string path = write("a.c", "f();");
  files_.find(path);
  std::string stored = files_.store();
  for (const std::string& each :
       {std::string(), std::string("other"), stored.substr(0, stored.size() - 1), stored + "x"}) {
    Files files;
    files.load(each);
    EXPECT_TRUE(uses(files.text(files.find(path)), "f"));
    EXPECT_TRUE(files.has_changed());
  }
}

TEST_F(Project, AUnitMattersByAnyHeaderThatItReaches) {
  write("system/db.h", "struct db;");
  write("include/store.h", "#include <db.h>\n");
  const std::size_t near = add(write("near.c", "#include <store.h>\n"));
  const std::size_t far = add(write("far.c", "#include \"far.h\"\n// db\n"));
  write("far.h", "");
  Interests interests;
  interests.anywhere = words({"db"});
  EXPECT_TRUE(matters(near, interests));
  EXPECT_EQ(reason_, "handles are spoken of in " + path("system/db.h"));
  EXPECT_TRUE(matters(far, interests)) << "far.h came after it was looked for";
  EXPECT_EQ(reason_, "what it includes cannot be told");
  EXPECT_FALSE(matters(add(write("none.c", "int db_count;")), interests));
  EXPECT_TRUE(matters(add(path("none.c"), true), interests));
}

TEST_F(Project, AClassIsMeantWhereAllOfItsNamesAre) {
  write("include/qt.h", "namespace Q { class Sql; }");
  Interests interests;
  interests.together = {words({"Q", "Sql", "open"})};
  EXPECT_TRUE(matters(add(write("a.cpp", "#include <qt.h>\nvoid f() { open(); }")), interests));
  EXPECT_FALSE(matters(add(write("b.cpp", "#include <qt.h>\n")), interests));
}

TEST_F(Project, TheSystemsOwnUsesDoNotCount) {
  write("system/stdlib.h", "inline int system_() { return fork(); }");
  Interests interests;
  interests.in_project = words({"fork"});
  EXPECT_FALSE(matters(add(write("a.c", "#include <stdlib.h>\nint fork(void);")), interests));
  EXPECT_TRUE(matters(add(write("b.c", "int f(void) { return fork(); }")), interests));
}

TEST_F(Project, IsAskedForCallersAndBodiesByName) {
  write("include/store.h", "namespace app { struct Store { void put(); }; }");
  const std::size_t body = add(write("store.cpp", "#include <store.h>\nvoid app::Store::put() {}"));
  const std::size_t caller =
      add(write("run.cpp", "#include <store.h>\nvoid f(app::Store& s) { s.put(); }"));
  const std::size_t other = add(write("cache.cpp", "struct Cache { void put() {} };"));
  const Wanted put{"put", {"app", "Store"}};
  EXPECT_TRUE(units_.may_define(body, put));
  EXPECT_FALSE(units_.may_define(caller, put));
  EXPECT_FALSE(units_.may_define(other, put)) << "it names no Store";
  EXPECT_TRUE(units_.may_mention(caller, put));
  EXPECT_FALSE(units_.may_mention(other, put));
  EXPECT_TRUE(units_.may_define(other, {"put", {}}));
  EXPECT_TRUE(units_.main_has(caller, words({"put"})));
  EXPECT_FALSE(units_.main_has(caller, words({"namespace"}))) << "that is its header's";
}

TEST_F(Project, FilesAreOneByWhateverWayTheyAreReached) {
  const std::string all =
      "#include \"../a/a.h\"\n#include \"../b/b.h\"\n#include \"../c/self/c.h\"\n";
  for (const char* each : {"a/a.h", "b/b.h", "c/c.h"}) write(each, all);
  std::filesystem::create_directory_symlink(".", path("c/self"));
  add(write("main.c", "#include \"a/a.h\"\n"));
  EXPECT_EQ(files_.size(), 4U);
  EXPECT_EQ(files_.find(path("a/../b/b.h")), files_.find(path("b/b.h")));
  EXPECT_EQ(files_.find(path("a/../none/b.h")), kNoFile);
}

TEST_F(Project, FollowsIncludeNextToAllThatItCanMean) {
  write("include/a.h", "#include_next <a.h>\n");
  write("system/a.h", "struct db;");
  Interests interests;
  interests.anywhere = words({"db"});
  EXPECT_TRUE(matters(add(write("a.c", "#include <a.h>\n")), interests));
}

}  // namespace
}  // namespace lanyard::scan
