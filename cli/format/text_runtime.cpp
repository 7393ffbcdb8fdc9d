// A violation as docs/design.md shows it: the call, then the thread that made it and the
// thread at home, each with its stacks, innermost frame first.
#include <algorithm>
#include <cstdio>

#include "cli/format/escape.h"
#include "cli/format/paint.h"
#include "cli/format/text.h"
#include "cli/paths.h"

namespace lanyard::cli {
namespace {

// A screen holds two stacks of this height; the JSON report has every frame.
constexpr std::size_t kMostFrames = 12;
constexpr unsigned kWidestFunction = 40;

struct Row {
  std::string function;
  std::string place;
};

// Frames of the interpreter say what the Python frames say, but worse.
bool is_interpreter(const NativeFrame& frame) {
  const std::string_view module = base_name(frame.module);
  return module.substr(0, 6) == "python" || module.substr(0, 9) == "libpython";
}

std::string native_place(const NativeFrame& frame, const FormatOptions& options) {
  if (!frame.file.empty() && frame.line > 0)
    return short_path(frame.file, options.directory) + ":" + std::to_string(frame.line);
  char offset[24];
  std::snprintf(offset, sizeof offset, "+0x%llx", static_cast<unsigned long long>(frame.offset));
  return std::string(base_name(frame.module)) + offset;
}

Row native_row(const NativeFrame& frame, const FormatOptions& options) {
  return {escape(frame.function.empty() ? "?" : frame.function),
          escape(native_place(frame, options))};
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
  for (const PythonFrame& frame : side.python)
    rows.push_back({escape(frame.function), escape(short_path(frame.file, options.directory) + ":" +
                                                   std::to_string(frame.line))});
  return rows;
}

// The rows under one another, the first behind `label`.
std::string table(std::string_view label, const std::vector<Row>& rows, const Paint& paint) {
  std::string text;
  unsigned widest = 0;
  const std::size_t shown = std::min(rows.size(), kMostFrames);
  for (std::size_t i = 0; i < shown; ++i) widest = std::max(widest, width(rows[i].function));
  widest = std::min(widest, kWidestFunction);
  for (std::size_t i = 0; i < shown; ++i) {
    const unsigned taken = width(rows[i].function);
    const std::string gap(taken < widest ? widest - taken + 2 : 2, ' ');
    text += "    " + (i == 0 ? std::string(label) : std::string(8, ' ')) + rows[i].function + gap +
            paint.faint(rows[i].place) + "\n";
  }
  if (shown < rows.size())
    text += std::string(12, ' ') +
            paint.faint("... " + counted(rows.size() - shown, "frame", "frames") + " more") + "\n";
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

// The other calls that the same line made: "from the same line: sqlite3_step, sqlite3_reset".
std::string other_calls(const Finding& finding) {
  constexpr std::size_t kMost = 8;
  if (finding.calls.size() < 2) return "";
  std::string text = "  from the same line:";
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
