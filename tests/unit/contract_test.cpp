// What the contract answers: modes, what SQL does, and which calls count as a use.
#include "contract/contract.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "contract/functions.h"

namespace lanyard::contract {
namespace {

TEST(Mode, IsWhatTheFlagsOfAnOpenAskFor) {
  EXPECT_EQ(mode_of_open_flags(0x8002), Mode::multi_thread);  // SQLITE_OPEN_NOMUTEX | READWRITE
  EXPECT_EQ(mode_of_open_flags(0x10002), Mode::serialized);   // SQLITE_OPEN_FULLMUTEX | READWRITE
  EXPECT_EQ(mode_of_open_flags(0x2), Mode::unknown);
  // SQLite takes NOMUTEX where both stand.
  EXPECT_EQ(mode_of_open_flags(0x18002), Mode::multi_thread);
}

TEST(Mode, IsWhatAConfigurationAsksFor) {
  EXPECT_EQ(mode_of_config(1), Mode::single_thread);
  EXPECT_EQ(mode_of_config(2), Mode::multi_thread);
  EXPECT_EQ(mode_of_config(3), Mode::serialized);
  EXPECT_EQ(mode_of_config(4), Mode::unknown);  // SQLITE_CONFIG_MALLOC
}

TEST(Mode, IsWhatTheLibraryWasCompiledFor) {
  EXPECT_EQ(mode_of_threadsafe(0), Mode::single_thread);
  EXPECT_EQ(mode_of_threadsafe(1), Mode::serialized);
  EXPECT_EQ(mode_of_threadsafe(2), Mode::multi_thread);
}

TEST(Sql, IsToldByItsFirstWord) {
  EXPECT_EQ(sql_of("select * from puppy"), Sql::reads);
  EXPECT_EQ(sql_of(" ;\n\tExplain query plan select 1"), Sql::reads);
  EXPECT_EQ(sql_of("values (1)"), Sql::reads);
  EXPECT_EQ(sql_of("begin immediate"), Sql::begins);
  EXPECT_EQ(sql_of("SAVEPOINT here"), Sql::begins);
  EXPECT_EQ(sql_of("commit;"), Sql::ends);
  EXPECT_EQ(sql_of("rollback ; ; "), Sql::ends);
  EXPECT_EQ(sql_of("insert into puppy values (1)"), Sql::writes);
  EXPECT_EQ(sql_of("pragma user_version = 1"), Sql::writes);
}

TEST(Sql, WritesWhereThereAreSeveralStatements) {
  EXPECT_EQ(sql_of("begin; insert into puppy values (1); commit"), Sql::writes);
  EXPECT_EQ(sql_of("select 1; select 2"), Sql::writes);
}

TEST(Sql, OfNothingIsNotKnown) {
  EXPECT_EQ(sql_of(""), Sql::unknown);
  EXPECT_EQ(sql_of(" ; \n"), Sql::unknown);
}

const Function& row(std::string_view name) {
  static const Function none{"", "v()", Act::global};
  for (const Function& each : kFunctions)
    if (each.name == name) return each;
  ADD_FAILURE() << "no row for " << name;
  return none;
}

TEST(Uses, AreCallsThatAHandleBelongsToOneThreadFor) {
  for (const char* name : {"sqlite3_step", "sqlite3_prepare_v2", "sqlite3_errmsg", "sqlite3_close"})
    EXPECT_TRUE(is_use(row(name))) << name;
  for (const char* name :
       {"sqlite3_interrupt", "sqlite3_open", "sqlite3_config", "sqlite3_result_int"})
    EXPECT_FALSE(is_use(row(name))) << name;
}

TEST(Creations, AreCallsThatMakeAFollowedHandle) {
  for (const char* name : {"sqlite3_open", "sqlite3_prepare_v2", "sqlite3_blob_open"})
    EXPECT_TRUE(creates(row(name))) << name;
  for (const char* name : {"sqlite3_step", "sqlite3_value_dup"})
    EXPECT_FALSE(creates(row(name))) << name;
}

// A report shows them, and a reader has to tell one from another.
template <typename Kind>
void expect_own_names(Kind last) {
  std::set<std::string> names;
  for (int each = 0; each <= static_cast<int>(last); ++each)
    names.emplace(name(static_cast<Kind>(each)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

TEST(Names, AreDistinct) {
  expect_own_names(Handle::index_info);
  expect_own_names(Severity::error);
  expect_own_names(Mode::serialized);
  expect_own_names(Sql::ends);
  expect_own_names(Part::error);
  expect_own_names(Act::callback);
}

}  // namespace
}  // namespace lanyard::contract
