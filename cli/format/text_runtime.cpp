// A violation as docs/design.md shows it: the call, then the thread that made it and the
// thread at home, each with its stacks, innermost frame first.
#include <algorithm>
#include <cstdio>

#include "cli/format/escape.h"
#include "cli/format/function_name.h"
#include "cli/format/paint.h"
#include "cli/format/text.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

// A screen holds two stacks of this height; the JSON report has every frame.
constexpr std::size_t kInnermostFrames = 10;
constexpr std::size_t kOwnFrames = 6;  // of the program itself, further out
constexpr unsigned kWidestFunction = 40;

struct Row {
  std::string function;
  std::string place;
  bool is_own = false;     // of the program, not of a package
  bool is_hidden = false;  // says nothing to a person
};

// Frames of the interpreter say what the Python frames say, but worse.
bool is_interpreter(const NativeFrame& frame) {
  const std::string_view module = base_name(frame.module);
  return module.substr(0, 6) == "python" || module.substr(0, 9) == "libpython";
}

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// How the C++ library calls a thread's function, and how libc starts threads and programs:
// the same in every stack.
bool is_plumbing(const NativeFrame& frame) {
  const std::string_view module = base_name(frame.module);
  return contains(frame.file, "/include/c++/") || module.substr(0, 9) == "libstdc++" ||
         module.substr(0, 7) == "libc.so" || frame.function == "_start";
}

std::string native_place(const NativeFrame& frame, const FormatOptions& options) {
  if (!frame.file.empty() && frame.line > 0)
    return short_path(frame.file, options.directory) + ":" + std::to_string(frame.line);
  char offset[24];
  std::snprintf(offset, sizeof offset, "+0x%llx", static_cast<unsigned long long>(frame.offset));
  return std::string(base_name(frame.module)) + offset;
}

Row native_row(const NativeFrame& frame, const FormatOptions& options) {
  return {escape(frame.function.empty() ? "?" : short_function(frame.function)),
          escape(native_place(frame, options)), !frame.file.empty(), is_plumbing(frame)};
}

std::vector<Row> native_rows(const Side& side, const FormatOptions& options) {
  std::vector<Row> rows;
  for (const NativeFrame& frame : side.native) {
    if (!side.python.empty() && is_interpreter(frame)) break;
    rows.push_back(native_row(frame, options));
  }
  return rows;
}

std::vector<Row> python_rows(const Side& side, const FormatOptions& options) {
  std::vector<Row> rows;
  rows.reserve(side.python.size());
  for (const PythonFrame& frame : side.python)
    rows.push_back(
        {escape(frame.function),
         escape(short_path(frame.file, options.directory) + ":" + std::to_string(frame.line)),
         library_path(frame.file).empty(), false});
  return rows;
}

// The innermost rows, and the program's own further out: where a package was called from
// is what a person can mend. Each run of rows left out is one row that says so, but for
// plumbing at the end.
std::vector<Row> shown(const std::vector<Row>& all) {
  std::vector<Row> rows;
  std::size_t inner = 0, own = 0, skipped = 0, skipped_telling = 0;
  auto end_gap = [&] {
    if (skipped > 0)
      rows.push_back({"", "... " + counted(skipped, "frame", "frames"), false, false});
    skipped = skipped_telling = 0;
  };
  for (const Row& row : all) {
    const bool is_shown =
        !row.is_hidden && (inner++ < kInnermostFrames || (row.is_own && own++ < kOwnFrames));
    if (!is_shown) {
      ++skipped;
      if (!row.is_hidden) ++skipped_telling;
      continue;
    }
    end_gap();
    rows.push_back(row);
  }
  if (skipped_telling > 0) end_gap();
  return rows;
}

// The rows under one another, the first behind `label`.
std::string table(std::string_view label, const std::vector<Row>& all, const Paint& paint) {
  const std::vector<Row> rows = shown(all);
  std::string text;
  unsigned widest = 0;
  for (const Row& row : rows) widest = std::max(widest, width(row.function));
  widest = std::min(widest, kWidestFunction);
  for (const Row& row : rows) {
    const unsigned taken = width(row.function);
    std::string gap(taken < widest ? widest - taken + 2 : 2, ' ');
    if (row.function.empty()) gap.clear();
    text += "    " + (text.empty() ? std::string(label) : std::string(8, ' ')) + row.function +
            gap + paint.faint(row.place) + "\n";
  }
  return text;
}

std::string stacks(const Side& side, const FormatOptions& options, const Paint& paint) {
  return table("Python  ", python_rows(side, options), paint) +
         table("native  ", native_rows(side, options), paint);
}

std::string thread_name(const Thread& thread) {
  std::string text = "thread " + std::to_string(thread.id);
  if (!thread.name.empty()) text += " \"" + escape(thread.name) + "\"";
  return text;
}

std::string made_by(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  const auto& caller = finding.handle.caller;
  if (!caller || (caller->function.empty() && caller->file.empty())) return "";
  const Row row = native_row(*caller, options);
  return "  the " + escape(finding.handle.kind) + " was made by " + row.function + "  " +
         paint.faint(row.place) + "\n";
}

// The other calls that are part of the finding: "also: sqlite3_step, sqlite3_reset".
std::string other_calls(const Finding& finding) {
  constexpr std::size_t kMost = 8;
  if (finding.calls.size() < 2) return "";
  std::string text = "  also:";
  for (std::size_t i = 1; i < finding.calls.size() && i <= kMost; ++i)
    text += (i == 1 ? " " : ", ") + escape(finding.calls[i].api);
  if (finding.calls.size() > kMost + 1)
    text += " and " + std::to_string(finding.calls.size() - 1 - kMost) + " more";
  return text + "\n";
}

std::string remarks(const Finding& finding) {
  std::string text = other_calls(finding);
  if (finding.gc)
    text +=
        "  run by the garbage collector of a thread that does not own it: close the session on "
        "its own thread\n";
  if (!finding.unread_python.empty())
    text += "  no Python frames: those of Python " + escape(finding.unread_python) +
            " cannot be read\n";
  if (finding.at_exit) text += "  seen while the process was ending\n";
  return text;
}

std::string seen(const Finding& finding) {
  std::string text =
      finding.count == 1 ? "seen once" : "seen " + counted(finding.count, "time", "times");
  if (finding.processes.size() > 1)
    text += " in " + counted(finding.processes.size(), "process", "processes");
  return text;
}

}  // namespace

std::string render_runtime_finding(const Finding& finding, const FormatOptions& options) {
  const Paint paint(options.color);
  std::string text = "lanyard: " + paint.severity(finding.severity, finding.rule) + ": " +
                     paint.bold(escape(finding.message)) + "\n";
  if (!finding.handle.sql.empty()) text += "  SQL  " + escape(finding.handle.sql) + "\n";
  if (finding.use)
    text += "  used by " + thread_name(finding.use->thread) + "\n" +
            stacks(*finding.use, options, paint);
  if (finding.home) {
    text += "  home " + thread_name(finding.home->thread);
    if (!finding.home->opened_by.empty()) text += ", opened by " + escape(finding.home->opened_by);
    if (!finding.home->first_used_by.empty())
      text += ", first used by " + escape(finding.home->first_used_by);
    text += "\n" + stacks(*finding.home, options, paint);
  }
  return text + made_by(finding, options, paint) + remarks(finding) + "  " + seen(finding) +
         " · lanyard explain " + finding.rule + "\n";
}

}  // namespace lanyard::cli
