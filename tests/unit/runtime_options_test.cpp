// LANYARD_OPTIONS: what is understood, and what is told of a mistake.
#include <gtest/gtest.h>

#include <string>

#include "runtime/record/options.h"

namespace lanyard::record {
namespace {

struct Parsed {
  bool ok;
  Options options;
  std::string error;
};

Parsed parse(std::string_view text) {
  Parsed parsed;
  char buffer[1024];
  Text error(buffer, sizeof(buffer));
  parsed.ok = parse_options(text, parsed.options, error);
  parsed.error = error.view();
  return parsed;
}

TEST(Options, NothingMeansTheDefaults) {
  const Parsed parsed = parse("");
  EXPECT_TRUE(parsed.ok);
  EXPECT_EQ(parsed.options.on_violation, OnViolation::report);
  EXPECT_EQ(parsed.options.exitcode, 66u);
  EXPECT_TRUE(parsed.options.python);
  EXPECT_FALSE(parsed.options.at_exit);
  EXPECT_STREQ(parsed.options.log_path.text, "");
}

TEST(Options, PairsAreJoinedByColons) {
  const Parsed parsed =
      parse("on_violation=trap:exitcode=0:log_path=/tmp/a=b:max_reports=7:sql=0:at_exit=1:");
  EXPECT_TRUE(parsed.ok) << parsed.error;
  EXPECT_EQ(parsed.options.on_violation, OnViolation::trap);
  EXPECT_EQ(parsed.options.exitcode, 0u);
  EXPECT_STREQ(parsed.options.log_path.text, "/tmp/a=b");
  EXPECT_EQ(parsed.options.max_reports, 7u);
  EXPECT_FALSE(parsed.options.sql);
  EXPECT_TRUE(parsed.options.at_exit);
}

TEST(Options, APolicyIsGivenByItsName) {
  EXPECT_EQ(parse("").options.policy, Policy::owner);
  EXPECT_EQ(parse("policy=exclusive").options.policy, Policy::exclusive);
  EXPECT_EQ(parse("policy=serialized").options.policy, Policy::serialized);
}

TEST(Options, MistakesAreNamed) {
  EXPECT_EQ(parse("sqlx=1").error, "unknown option 'sqlx' in LANYARD_OPTIONS; help=1 lists them");
  EXPECT_EQ(parse("sql").error, "LANYARD_OPTIONS: 'sql' has no value; write key=value");
  EXPECT_EQ(parse("sql=2").error, "LANYARD_OPTIONS: sql '2' must be 0 or 1");
  EXPECT_EQ(parse("exitcode=").error, "LANYARD_OPTIONS: exitcode '' is not a number");
  EXPECT_EQ(parse("max_reports=4294967296").error,
            "LANYARD_OPTIONS: max_reports '4294967296' is too large");
  EXPECT_EQ(parse("stack_depth=0").error,
            "LANYARD_OPTIONS: stack_depth '0' is out of range; give 1 to 128");
  EXPECT_EQ(parse("stack_depth=129").error,
            "LANYARD_OPTIONS: stack_depth '129' is out of range; give 1 to 128");
  EXPECT_EQ(parse("log_path=").error, "LANYARD_OPTIONS: log_path '' is empty; give a path");
  EXPECT_EQ(parse("log_path=" + std::string(5000, 'x')).error.substr(0, 30),
            "LANYARD_OPTIONS: log_path 'xxx");
  for (const char* text : {"sqlx=1", "sql", "sql=2", "exitcode=256", "policy=lax"})
    EXPECT_FALSE(parse(text).ok) << text;
}

TEST(Options, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(parse("\x1b[2J=1").error,
            "unknown option '\\x1b[2J' in LANYARD_OPTIONS; help=1 lists them");
}

TEST(Options, HelpListsEachOption) {
  char buffer[4096];
  Text text(buffer, sizeof(buffer));
  print_help(text);
  EXPECT_FALSE(text.overflowed());
#define LANYARD_OPTION(type, name, value, help) \
  EXPECT_NE(text.view().find("\n  " #name " "), std::string_view::npos) << #name;
#include "runtime/record/options.def"
#undef LANYARD_OPTION
}

}  // namespace
}  // namespace lanyard::record
