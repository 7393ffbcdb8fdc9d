// What is left of a demangled name for people.
#include "cli/format/function_name.h"

#include <gtest/gtest.h>

namespace lanyard::cli {
namespace {

TEST(ShortFunction, LeavesOutParametersAndTemplateArguments) {
  EXPECT_EQ(short_function("station::Database::execute(std::__cxx11::basic_string<char, "
                           "std::char_traits<char>> const&)"),
            "station::Database::execute");
  EXPECT_EQ(short_function("std::vector<int, std::allocator<int>>::size() const"),
            "std::vector::size");
}

TEST(ShortFunction, LeavesOutTheReturnType) {
  EXPECT_EQ(short_function("void std::__invoke_impl<void, void (Pool::*)(), Pool*>(Pool*&&)"),
            "std::__invoke_impl");
  EXPECT_EQ(short_function("std::enable_if<true, void>::type run<int>(int)"), "run");
}

TEST(ShortFunction, KeepsLambdasAndOperators) {
  EXPECT_EQ(short_function("station::average(int)::'lambda'()::operator()() const"),
            "station::average::lambda::operator()");
  EXPECT_EQ(short_function("f(int)::$_0::operator()(int) const"), "f::$_0::operator()");
  EXPECT_EQ(short_function("std::operator<<(std::ostream&, char)"), "std::operator<<");
  EXPECT_EQ(short_function("a::operator_table(int)"), "a::operator_table");
}

TEST(ShortFunction, KeepsAnonymousNamespaces) {
  EXPECT_EQ(short_function("station::(anonymous namespace)::archive(sqlite3*)"),
            "station::(anonymous namespace)::archive");
}

TEST(ShortFunction, LeavesOtherNamesAlone) {
  EXPECT_EQ(short_function("main"), "main");
  EXPECT_EQ(short_function("__libc_start_main"), "__libc_start_main");
  EXPECT_EQ(short_function("?"), "?");
  EXPECT_EQ(short_function(""), "");
  EXPECT_EQ(short_function("broken(("), "broken");
}

}  // namespace
}  // namespace lanyard::cli
