// What the command puts into the HTML page; tests/page has what the browser makes of it.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/excerpts.h"
#include "cli/format/format.h"
#include "cli/format/html/data.h"
#include "cli/format/html/plain.h"
#include "tests/unit/temporary_folder.h"

namespace lanyard::cli {
namespace {

using nlohmann::json;

class Page : public InFolder {
 protected:
  void SetUp() override {
    InFolder::SetUp();
    std::string text;
    for (int line = 1; line <= 20; ++line) text += "\tline" + std::to_string(line) + "();\r\n";
    source_ = write("a.cpp", text + "last");
  }

  Finding finding(unsigned line) const {
    Finding finding;
    finding.rule = "sqlite-handle-shared";
    finding.half = contract::Half::checker;
    finding.message = "connection 'db' </script>";
    finding.where = Place{source_, line, 2};
    return finding;
  }

  Lines lines(const Report& report, const ExcerptLimits& limits = {}) const {
    return read_excerpts(report, limits)[source_];
  }

  std::string source_;
};

TEST_F(Page, HasTheLinesAroundAPlace) {
  Report report;
  report.findings = {finding(10)};
  const Lines all = lines(report);
  ASSERT_EQ(all.size(), 7u);
  EXPECT_EQ(all.begin()->first, 7u);
  EXPECT_EQ(all.at(10), "\tline10();");
}

TEST_F(Page, HasFewerLinesAtTheEndsOfAFile) {
  Report report;
  report.findings = {finding(1)};
  EXPECT_EQ(lines(report).size(), 4u);
  report.findings = {finding(21)};
  EXPECT_EQ(lines(report).rbegin()->second, "last");
  report.findings = {finding(22)};
  EXPECT_TRUE(lines(report).empty());
}

TEST_F(Page, BoundsWhatItReads) {
  Report report;
  report.findings = {finding(3), finding(15)};
  ExcerptLimits limits;
  limits.all_bytes = 30;
  const Lines few = lines(report, limits);
  EXPECT_EQ(few.size(), 2u) << "those of the first finding";
  EXPECT_EQ(few.begin()->first, 1u);
  limits = {};
  limits.line_bytes = 4;
  EXPECT_EQ(lines(report, limits).at(3), "\tlin…");
  limits = {};
  limits.largest_file = 10;
  EXPECT_TRUE(lines(report, limits).empty());
}

TEST_F(Page, CutsBetweenCharacters) {
  std::ofstream(source_) << "ab\u00e9\u00e9";
  Report report;
  report.findings = {finding(1)};
  ExcerptLimits limits;
  limits.line_bytes = 5;
  EXPECT_EQ(lines(report, limits).at(1), "ab\u00e9…");
}

TEST_F(Page, ReadsNothingThatIsNoSource) {
  Report report;
  report.findings = {finding(1)};
  for (const char* name : {"pipe", "folder", "missing", "binary"}) {
    report.findings[0].where->file = path(name);
    const std::string& file = report.findings[0].where->file;
    if (std::string(name) == "pipe") mkfifo(file.c_str(), 0600);
    if (std::string(name) == "folder") mkdir(file.c_str(), 0700);
    if (std::string(name) == "binary") std::ofstream(file) << std::string("a\0b\n", 4);
    EXPECT_TRUE(read_excerpts(report).empty()) << name;
  }
  report.findings[0].where->file = "/proc/self/status";
  EXPECT_TRUE(read_excerpts(report).empty());
}

TEST_F(Page, TellsFindingsApart) {
  Report report;
  report.findings = {finding(1), finding(2), finding(3), finding(4), finding(5)};
  report.findings[0].fingerprint = "0a1b";
  report.findings[1].fingerprint = "0a1b:2";
  report.findings[2].fingerprint = "\"><script>";
  report.findings[3].fingerprint = "0a1b";
  const std::vector<std::string> ids{"0a1b", "0a1b-2", "---script-", "0a1b--2", "finding"};
  EXPECT_EQ(html::page_ids(report), ids);
}

TEST_F(Page, DataCanStandInAScript) {
  Report report;
  report.findings = {finding(10)};
  report.findings[0].handle.sql = std::string("\0\u202e", 4);
  const std::string text = html::page_data(report, folder_.string());
  EXPECT_EQ(text.find('<'), std::string::npos);
  const json data = json::parse(text);
  const json& first = data["findings"][0];
  EXPECT_EQ(first["message"], "connection 'db' </script>");
  EXPECT_EQ(first["handle"]["sql"], "\\x00\\u{202e}");
  EXPECT_FALSE(first.contains("gc")) << "what says nothing is left out";
  const json& file = data["files"][source_];
  EXPECT_EQ(file["name"], "a.cpp");
  EXPECT_EQ(file["own"], true);
  EXPECT_EQ(file["lines"]["10"], "\tline10();");
  EXPECT_EQ(data["rules"]["sqlite-handle-shared"]["policy"], "exclusive");
}

TEST_F(Page, IsOneFileThatAllowsItselfAlone) {
  Report report;
  report.units = 1;
  report.findings = {finding(10)};
  FormatOptions options;
  options.directory = folder_.string();
  const std::string page = render_html(report, options);
  EXPECT_EQ(page.find("{{"), std::string::npos) << "everything is filled in";
  EXPECT_NE(page.find("content=\"default-src 'none'; base-uri 'none'; form-action 'none'; "
                      "script-src 'sha256-"),
            std::string::npos);
  EXPECT_NE(page.find("<h2>warning: connection &#39;db&#39; &lt;/script&gt;</h2>"),
            std::string::npos);
  EXPECT_EQ(page.find("http://"), page.find("http://www.w3.org/2000/svg"));
}

TEST(Markup, EscapesTextForElementsAndAttributes) {
  EXPECT_EQ(html::markup("<a b=\"c\" d='e'>&\x1b"),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\\x1b");
}

}  // namespace
}  // namespace lanyard::cli
