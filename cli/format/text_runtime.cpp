// A violation as docs/design.md shows it: the call, then the thread that made it, the second
// party where there is one, and the thread at home, each with its stacks, innermost first.
#include <algorithm>
#include <cstdio>

#include "cli/format/brief.h"
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

std::vector<Row> native_rows(const Stacks& stacks, const FormatOptions& options) {
  std::vector<Row> rows;
  for (const NativeFrame& frame : stacks.native) {
    if (!stacks.python.empty() && is_interpreter(frame)) break;
    rows.push_back(native_row(frame, options));
  }
  return rows;
}

std::vector<Row> python_rows(const Stacks& stacks, const FormatOptions& options) {
  std::vector<Row> rows;
  rows.reserve(stacks.python.size());
  for (const PythonFrame& frame : stacks.python)
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

std::string thread_name(const ThreadName& thread) {
  std::string text = "thread " + std::to_string(thread.id);
  if (!thread.name.empty()) text += " \"" + escape(thread.name) + "\"";
  return text;
}

// "function  place" of the frame that tells most of a stack: the innermost of the program's
// own, or else the innermost. "" without frames.
std::string telling_frame(const Stacks& stacks, const FormatOptions& options, const Paint& paint) {
  std::vector<Row> rows = python_rows(stacks, options);
  if (rows.empty()) rows = native_rows(stacks, options);
  if (rows.empty()) return "";
  const auto own = std::find_if(rows.begin(), rows.end(),
                                [](const Row& row) { return row.is_own && !row.is_hidden; });
  const Row& row = own != rows.end() ? *own : rows.front();
  return row.function + "  " + paint.faint(row.place);
}

// "    started by thread 1 "main" in serve  app.py:12, to run worker  pool.c:31".
std::string started(const Thread& thread, const FormatOptions& options, const Paint& paint) {
  if (!thread.started) return "";
  const ThreadStart& start = *thread.started;
  std::string text = "    started by " + thread_name(start.thread);
  const std::string frame = telling_frame(start, options, paint);
  if (!frame.empty()) text += " in " + frame;
  if (start.entry && !start.entry->function.empty()) {
    const Row entry = native_row(*start.entry, options);
    text += ", to run " + entry.function + "  " + paint.faint(entry.place);
  }
  return text + "\n";
}

std::string stacks(const Stacks& stacks, const FormatOptions& options, const Paint& paint) {
  return table("Python  ", python_rows(stacks, options), paint) +
         table("native  ", native_rows(stacks, options), paint);
}

// What is said of a thread in the midst of a sentence, and what stands below it.
std::string told(const Thread& thread) {
  return thread_name(thread) + (thread.ended ? ", which has ended" : "");
}
std::string below(const Stacks& where, const Thread& thread, const FormatOptions& options,
                  const Paint& paint) {
  return "\n" + stacks(where, options, paint) + started(thread, options, paint);
}

// How the call of a rule is spoken of: what a thread did that was wrong.
std::string use_word(const Finding& finding) {
  if (finding.rule == "python-refused") return "refused on ";
  if (finding.rule == "stale-connection-state") return "read by ";
  return "used by ";
}

std::string use(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  if (!finding.use) return "";
  std::string text = "  " + use_word(finding) + told(finding.use->thread);
  if (finding.fork && finding.processes.size() == 1)
    text += " of process " + std::to_string(finding.processes.front());
  return text + below(*finding.use, finding.use->thread, options, paint);
}

std::string opened(const Side& home) {
  std::string text;
  const bool is_handed_over = home.opened_by == "lanyard_rebind";
  if (!home.opened_by.empty())
    text += (is_handed_over ? ", taken over by " : ", opened by ") + escape(home.opened_by);
  if (!home.first_used_by.empty()) text += ", first used by " + escape(home.first_used_by);
  return text;
}

std::string home(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  if (!finding.home) return "";
  const bool is_refused = finding.rule == "python-refused";
  std::string text = (is_refused ? "  created by " : "  home ") + told(finding.home->thread);
  if (finding.fork) text += " of process " + std::to_string(finding.fork->pid);
  return text + opened(*finding.home) + below(*finding.home, finding.home->thread, options, paint);
}

// " by sqlite3_exec", of what the second party began.
std::string begun(const Party& party) {
  if (!party.api.empty()) return " by " + escape(party.api);
  return "; " + std::string(kCallNotKnown);
}

// The second party: "while thread 2 was inside sqlite3_step".
std::string other(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  if (!finding.other) return "";
  const Party& party = *finding.other;
  const std::string who = told(party.thread), api = escape(party.api);
  std::string text;
  if (party.role == "inside")
    text = "while " + who + " was inside " + api;
  else if (party.role == "transaction")
    text = "in the transaction that " + who + " began" + begun(party);
  else if (party.role == "state")
    text = "replaced by " + api + " of " + who;
  else if (party.role == "cursor")
    text = "in the execution that " + who + " began" + begun(party);
  else
    text = "together with " + who + " in " + api;
  return "  " + text + below(party, party.thread, options, paint);
}

std::string forked(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  if (!finding.fork) return "";
  const ForkSite& fork = *finding.fork;
  std::string text = "  forked";
  if (!fork.via.empty() && fork.via != "unknown") text += " by " + escape(fork.via);
  text += " from process " + std::to_string(fork.pid);
  const bool is_known = !fork.native.empty() || !fork.python.empty();
  return text + (is_known ? "" : ", it is not known where") + "\n" + stacks(fork, options, paint);
}

// The other connections that Python may have meant: it tells a thread, not a connection. Most
// were opened by the same line.
std::string candidates(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  std::string text, before;
  if (finding.home) before = below(*finding.home, finding.home->thread, options, paint);
  for (const Candidate& candidate : finding.candidates) {
    const std::string& file = candidate.connection.file;
    text += "  or, since Python does not tell which, the connection to " +
            (file.empty() ? "a database in memory" : escape(base_name(file))) + ", created by " +
            told(candidate.home.thread) + opened(candidate.home);
    const std::string place = below(candidate.home, candidate.home.thread, options, paint);
    text += place == before ? " at the same place\n" : place;
    before = place;
  }
  return text;
}

std::string made_by(const Finding& finding, const FormatOptions& options, const Paint& paint) {
  const std::string kind = "  the " + escape(finding.handle.kind) + " was made ";
  const auto& created = finding.handle.created;
  if (created && !(created->python.empty() && created->native.empty()))
    return kind + "here\n" + stacks(*created, options, paint);
  const auto& caller = finding.handle.caller;
  if (!caller || (caller->function.empty() && caller->file.empty())) return "";
  const Row row = native_row(*caller, options);
  return kind + "by " + row.function + "  " + paint.faint(row.place) + "\n";
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

// Who ran the call, where no line of the program did.
std::string runner(const Finding& finding) {
  const std::string finalizer = "the finalizer " + escape(finding.finalizer);
  if (finding.gc)
    return "  run by " + (finding.finalizer.empty() ? "" : finalizer + " in ") +
           "the garbage collector of a thread that does not own it: close the session on its own "
           "thread\n";
  if (finding.finalizer.empty()) return "";
  return "  run by " + finalizer +
         ", on whichever thread lets go last: close it on its own thread\n";
}

std::string remarks(const Finding& finding) {
  std::string text = other_calls(finding) + runner(finding);
  if (!finding.unread_python.empty())
    text += "  no Python frames: those of Python " + escape(finding.unread_python) +
            " cannot be read\n";
  if (finding.at_exit) text += "  seen while the process was ending\n";
  if (finding.why_unseen)
    text += "  the checker is silent: " + escape(finding.why_unseen->message) + "\n";
  return text;
}

// A comment and a line for a suppressions file, to be copied as they stand.
std::string suppression(const Finding& finding, const FormatOptions& options) {
  if (finding.suppression.empty()) return "";
  std::string text = "# " + escape(finding.message);
  if (finding.where)
    text += ", " + escape(short_path(finding.where->file, options.directory)) + ":" +
            std::to_string(finding.where->line);
  return text + "\n" + escape(finding.suppression) + "\n";
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
  return text + use(finding, options, paint) + other(finding, options, paint) +
         forked(finding, options, paint) + home(finding, options, paint) +
         candidates(finding, options, paint) + made_by(finding, options, paint) + remarks(finding) +
         "  " + seen(finding) + " · lanyard explain " + finding.rule + "\n" +
         suppression(finding, options);
}

}  // namespace lanyard::cli
