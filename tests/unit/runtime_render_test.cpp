// A violation as a line of JSON: its keys are what readers of result files rely on, and it is
// one valid line whatever the frames hold.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/hook/entries.h"
#include "runtime/record/violation.h"

namespace lanyard::record {
namespace {

using nlohmann::json;

/// A violation with `frames` frames in each stack, and all that it points to.
struct Example {
  explicit Example(std::size_t frames, std::string_view symbol = "run\x01\xff")
      : native(frames, {"/bin/app", "ab12", 4096, symbol}), python(frames, {"f", "a.py", 7}) {
    stack.native_count = stack.python_count = frames;
    stack.native = native.data();
    stack.python = python.data();
    known.home = 1;
    known.id = 2;
    known.kind = contract::Handle::statement;
    known.has_connection = true;
    known.connection.id = 1;
    known.connection.mode = contract::Mode::multi_thread;
    known.connection.opened_by = static_cast<std::uint16_t>(hook::entry("sqlite3_open_v2"));
    known.connection.home.number = 1;
    known.connection.created = &stack;
    violation.rule = "cross-thread-use";
    violation.api = "sqlite3_step";
    violation.id = 3;
    violation.has_sql = true;
    violation.sql = "select \"1\"";
    violation.has_caller = true;
    violation.caller = native[0];
    violation.use.thread.number = 4;
    violation.use.stack = &stack;
  }

  std::vector<stack::Frame> native;
  std::vector<stack::PythonFrame> python;
  stack::Stack stack;
  track::Known known{};
  Violation violation{known};
};

TEST(Render, JsonHasTheKeysThatReadersKnow) {
  Example example(2);
  char buffer[1 << 14];
  Text text(buffer, sizeof(buffer));
  std::size_t count_at = 0;
  render_json(example.violation, 10, text, count_at);
  ASSERT_FALSE(text.overflowed());
  EXPECT_EQ(text.view().back(), '\n');
  EXPECT_EQ(text.view().substr(count_at, kCountWidth), "         1");
  const json frame = {
      {"module", "/bin/app"}, {"build_id", "ab12"}, {"offset", 4096}, {"symbol", "run\x01\ufffd"}};
  const json python = {{"function", "f"}, {"file", "a.py"}, {"line", 7}};
  const json thread = {{"id", 1}, {"name", ""}, {"tid", 0}};
  json user = thread;
  user["id"] = 4;
  const json wanted = {
      {"type", "violation"},
      {"id", 3},
      {"rule", "cross-thread-use"},
      {"api", "sqlite3_step"},
      {"count", 1},
      {"handle",
       {{"id", 2},
        {"kind", "statement"},
        {"sql", "select \"1\""},
        {"caller", frame},
        {"connection", {{"id", 1}, {"file", ""}, {"mode", "multi-thread"}}}}},
      {"use", {{"thread", user}, {"native", {frame, frame}}, {"python", {python, python}}}},
      {"home",
       {{"thread", thread},
        {"native", {frame, frame}},
        {"python", {python, python}},
        {"opened_by", "sqlite3_open_v2"}}},
      {"at_exit", false}};
  EXPECT_EQ(json::parse(text.view()), wanted);
}

// What only some rules have: the other thread, and the fork.
TEST(Render, JsonTellsOfTheOtherThreadAndOfTheFork) {
  Example example(1);
  Party other{{}, "sqlite3_exec", "transaction", &example.stack};
  other.thread.number = 7;
  const ForkSite fork{12, "clone", nullptr};
  example.violation.other = &other;
  example.violation.fork = &fork;
  char buffer[1 << 14];
  Text text(buffer, sizeof(buffer));
  std::size_t count_at = 0;
  render_json(example.violation, 10, text, count_at);
  const json line = json::parse(text.view());
  EXPECT_EQ(line["other"], json({{"thread", {{"id", 7}, {"name", ""}, {"tid", 0}}},
                                 {"native", line["use"]["native"]},
                                 {"python", line["use"]["python"]},
                                 {"api", "sqlite3_exec"},
                                 {"role", "transaction"}}));
  EXPECT_EQ(
      line["fork"],
      json({{"pid", 12}, {"via", "clone"}, {"native", json::array()}, {"python", json::array()}}));
}

// What is known of Python's doing: who prepared a statement, the finalizer that made the call, and
// the connections that Python may have meant.
TEST(Render, TellsWhatPythonDid) {
  Example example(1);
  const std::vector<stack::PythonFrame> prepare = {{"prepare", "b.py", 8}};
  stack::Stack created;
  created.python_count = 1;
  created.python = prepare.data();
  example.known.created = &created;
  example.stack.finalizer = "_finalize_fairy";
  example.stack.finalizer_kind = "a weakref callback";
  track::Known other = example.known;
  other.connection.id = 5;
  other.connection.home.number = 8;
  const Candidates candidates{&other, 1};
  example.violation.candidates = &candidates;
  char buffer[1 << 14];
  Text text(buffer, sizeof(buffer));
  std::size_t count_at = 0;
  render_json(example.violation, 10, text, count_at);
  const json line = json::parse(text.view());
  EXPECT_EQ(line["handle"]["created"],
            json({{"native", json::array()},
                  {"python", {{{"function", "prepare"}, {"file", "b.py"}, {"line", 8}}}}}));
  EXPECT_EQ(line["finalizer"], "_finalize_fairy");
  ASSERT_EQ(line["candidates"].size(), 1u);
  EXPECT_EQ(line["candidates"][0]["connection"]["id"], 5);
  EXPECT_EQ(line["candidates"][0]["home"]["thread"]["id"], 8);
  EXPECT_EQ(line["candidates"][0]["home"]["opened_by"], "sqlite3_open_v2");

  Text shown(buffer, sizeof(buffer));
  render_text(example.violation, shown);
  for (const std::string_view wanted :
       {"  prepared by\n    Python  prepare  b.py:8\n", "  or home thread 8, opened by",
        "  run as an object died, in _finalize_fairy (a weakref callback), of a thread"})
    EXPECT_NE(shown.view().find(wanted), std::string_view::npos) << shown.view();
}

TEST(Render, TextTellsWhatTheOtherThreadDid) {
  for (const auto& [role, phrase] :
       {std::pair{"inside", "inside it already: thread 7, in sqlite3_exec\n"},
        std::pair{"transaction", "transaction opened by thread 7, in sqlite3_exec\n"},
        std::pair{"state", "state replaced by thread 7, in sqlite3_exec\n"},
        std::pair{"cursor", "execution begun by thread 7, in sqlite3_exec\n"}}) {
    Example example(1);
    Party other{{}, "sqlite3_exec", role, &example.stack};
    other.thread.number = 7;
    example.violation.other = &other;
    char buffer[1 << 14];
    Text text(buffer, sizeof(buffer));
    render_text(example.violation, text);
    EXPECT_NE(text.view().find(phrase), std::string_view::npos) << text.view();
  }
}

// Who started a thread and where, and that it has ended, with whatever thread it is.
TEST(Render, ThreadsHaveTheirStart) {
  Example example(1);
  track::ThreadName& home = example.known.connection.home;
  home.has_ended = true;
  home.starter.number = 9;
  home.starter.kernel_id = 90;
  std::strcpy(home.starter.name, "starter");
  home.started = home.function = &example.stack;
  char buffer[1 << 14];
  Text text(buffer, sizeof(buffer));
  std::size_t count_at = 0;
  render_json(example.violation, 10, text, count_at);
  const json line = json::parse(text.view());
  const json& thread = line["home"]["thread"];
  EXPECT_EQ(thread["ended"], true);
  const json& started = thread["started"];
  const json starter = {{"id", 9}, {"name", "starter"}, {"tid", 90}};
  EXPECT_EQ(started["thread"], starter);
  EXPECT_EQ(started["entry"]["offset"], 4096);
  EXPECT_EQ(started["native"].size(), 1u);
  EXPECT_EQ(started["python"][0]["function"], "f");
  EXPECT_FALSE(line["use"]["thread"].contains("ended"));
  EXPECT_FALSE(line["use"]["thread"].contains("started"));
}

TEST(Render, FewerFramesMakeALineThatFits) {
  const std::string symbol(500, 'x');
  Example example(100, symbol);
  char buffer[1 << 15];
  std::size_t count_at = 0;
  Text whole(buffer, sizeof(buffer));
  render_json(example.violation, 100, whole, count_at);
  EXPECT_TRUE(whole.overflowed());
  Text few(buffer, sizeof(buffer));
  render_json(example.violation, 4, few, count_at);
  EXPECT_FALSE(few.overflowed());
  EXPECT_EQ(json::parse(few.view())["use"]["native"].size(), 4u);
}

TEST(Render, TextShowsNoControlCharacters) {
  Example example(1);
  char buffer[1 << 14];
  Text text(buffer, sizeof(buffer));
  render_text(example.violation, text);
  for (const char c : text.view()) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << c;
  EXPECT_NE(text.view().find("run\\x01\\xff"), std::string_view::npos);
}

}  // namespace
}  // namespace lanyard::record
