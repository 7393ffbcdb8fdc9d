// Text for JSON and for terminals, made of whatever bytes a program holds.
#include "runtime/base/text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace lanyard {
namespace {

template <typename Build>
std::string built(Build build) {
  static char buffer[1 << 16];
  Text text(buffer, sizeof(buffer));
  build(text);
  return std::string(text.view());
}

std::string json(std::string_view value) {
  return built([&](Text& text) { text.json(value); });
}

std::string shown(std::string_view value) {
  return built([&](Text& text) { text.shown(value); });
}

TEST(Text, JsonGivesBackWhatIsUtf8) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  for (const std::string& value : {all, std::string("é € 😀 \" \\ / \n")})
    EXPECT_EQ(nlohmann::json::parse(json(value)).get<std::string>(), value);
}

TEST(Text, JsonIsValidForAnyTwoBytes) {
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      const std::string value{static_cast<char>(a), static_cast<char>(b), 'x'};
      ASSERT_TRUE(nlohmann::json::accept(json(value))) << a << ' ' << b;
    }
}

TEST(Text, JsonReplacesWhatIsNotUtf8) {
  EXPECT_EQ(json("\xc3"), "\"\\ufffd\"");
  EXPECT_EQ(json("\xc0\xaf"), "\"\\ufffd\\ufffd\"");             // overlong
  EXPECT_EQ(json("\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\"");  // a surrogate
  EXPECT_EQ(json("\xf4\x90\x80\x80").size(), 4 * 6 + 2u);        // beyond U+10FFFF
}

TEST(Text, TerminalGetsNoControls) {
  EXPECT_EQ(shown("a\x1b[31mb\x7f\n"), "a\\x1b[31mb\\x7f\\x0a");
  EXPECT_EQ(shown("\xc2\x9b"
                  "31m"),
            "\\x9b31m");  // CSI as one character
  EXPECT_EQ(shown("Fädchen \xff"), "Fädchen \\xff");
}

TEST(Text, NumbersArePadded) {
  EXPECT_EQ(built([](Text& text) { text.number(0).add(' ').number(42, 5); }), "0    42");
  EXPECT_EQ(built([](Text& text) { text.number(UINT64_MAX); }), "18446744073709551615");
  EXPECT_EQ(built([](Text& text) { text.hex(0).add(' ').hex(0xabc).add(' ').hex(5, 4); }),
            "0 abc 0005");
}

TEST(Text, CutsBetweenCharacters) {
  EXPECT_EQ(cut("abc", 3), "abc");
  EXPECT_EQ(cut("abcd", 3), "abc");
  EXPECT_EQ(cut("abé", 3), "ab");
  EXPECT_EQ(cut("a€b", 3), "a");
  EXPECT_EQ(cut("😀😀", 7), "😀");
}

TEST(Text, SaysWhenItIsFull) {
  char buffer[4];
  Text text(buffer, sizeof(buffer));
  text.add("abcd");
  EXPECT_FALSE(text.overflowed());
  text.add('e');
  EXPECT_TRUE(text.overflowed());
  EXPECT_EQ(text.view(), "abcd");
}

}  // namespace
}  // namespace lanyard
