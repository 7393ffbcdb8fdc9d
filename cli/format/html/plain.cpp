#include "cli/format/html/plain.h"

#include "cli/format/brief.h"
#include "cli/format/escape.h"
#include "cli/format/function_name.h"
#include "cli/paths.h"

namespace lanyard::cli::html {
namespace {

// The JSON inside the page has every frame; without a script, the innermost have to do, and
// those of the program itself.
constexpr std::size_t kInnermost = 6;

std::string code(std::string_view text) { return "<code>" + markup(text) + "</code>"; }

std::string place_text(const std::string& file, unsigned line, const std::string& root) {
  std::string text = short_path(file, root);
  if (line > 0) text += ":" + std::to_string(line);
  return text;
}

// A stack as a list, its frames added from the innermost on.
class FrameList {
 public:
  explicit FrameList(const std::string& root) : root_(root) {}

  void add(const std::string& function, const std::string& file, const std::string& place) {
    const bool is_own = is_under(file, root_) && library_path(file).empty();
    if (taken_ >= kInnermost && !is_own) {
      ++left_out_;
      return;
    }
    ++taken_;
    end_gap();
    items_ += "<li>" + code(function.empty() ? "?" : function) + " " + markup(place) + "</li>\n";
  }

  std::string take() {
    end_gap();
    return items_.empty() ? "" : "<ul>\n" + items_ + "</ul>\n";
  }

 private:
  void end_gap() {
    if (left_out_ > 0) items_ += "<li>" + counted(left_out_, "frame", "frames") + " more</li>\n";
    left_out_ = 0;
  }

  const std::string& root_;
  std::string items_;
  std::size_t taken_ = 0;
  std::size_t left_out_ = 0;
};

std::string frames(const Stacks& stacks, const std::string& root) {
  FrameList list(root);
  for (const PythonFrame& frame : stacks.python)
    list.add(frame.function, frame.file, place_text(frame.file, frame.line, root));
  if (!stacks.python.empty()) return list.take();
  for (const NativeFrame& frame : stacks.native) {
    if (is_plumbing(frame)) continue;
    const std::string& known = frame.function.empty() ? frame.symbol : frame.function;
    list.add(short_function(known), frame.file,
             frame.file.empty() ? std::string(base_name(frame.module))
                                : place_text(frame.file, frame.line, root));
  }
  return list.take();
}

std::string thread_text(const Thread& thread) {
  std::string text = "thread " + std::to_string(thread.id);
  if (!thread.name.empty()) text += " \"" + thread.name + "\"";
  if (thread.started) text += ", started by thread " + std::to_string(thread.started->thread.id);
  return text;
}

std::string call_text(const Party& party) {
  return party.api.empty() ? ": " + std::string(kCallNotKnown) : " in " + party.api;
}

std::string stack_part(const std::string& title, const Stacks& stacks, const std::string& root) {
  return "<p>" + markup(title) + "</p>\n" + frames(stacks, root);
}

std::string runtime_part(const Finding& finding, const std::string& root) {
  std::string text;
  if (!finding.handle.sql.empty()) text += "<p>SQL: " + code(finding.handle.sql) + "</p>\n";
  if (finding.home) {
    std::string title = "Home " + thread_text(finding.home->thread);
    if (!finding.home->opened_by.empty()) title += ", opened by " + finding.home->opened_by;
    text += stack_part(title, *finding.home, root);
  }
  if (finding.fork)
    text +=
        stack_part("Forked from process " + std::to_string(finding.fork->pid), *finding.fork, root);
  if (finding.other)
    text += stack_part("Other " + thread_text(finding.other->thread) + call_text(*finding.other),
                       *finding.other, root);
  if (finding.use)
    text += stack_part("Used by " + thread_text(finding.use->thread) + " in " + finding.api,
                       *finding.use, root);
  text += "<p>Seen " + counted(finding.count, "time", "times") + ".</p>\n";
  if (finding.why_unseen)
    text += "<p>The checker is silent: " + markup(finding.why_unseen->message) + ".</p>\n";
  return text;
}

std::string checker_part(const Finding& finding, const std::string& root) {
  std::string items;
  for (const Step& step : finding.steps) {
    items += "<li>" + markup(step.message);
    if (step.role != "advice") {
      if (!step.function.empty()) items += ", in " + code(step.function);
      items += ", " + markup(place_text(step.where.file, step.where.line, root));
    }
    items += "</li>\n";
  }
  std::string text = items.empty() ? "" : "<ol>\n" + items + "</ol>\n";
  if (!finding.join) return text;
  text += "<p>" + markup(told(*finding.join)) + "</p>\n";
  for (const Finding& violation : finding.join->confirmed_by) text += runtime_part(violation, root);
  return text;
}

std::string article(const Finding& finding, const std::string& id, const std::string& root) {
  std::string text = "<article id=\"f-" + markup(id) + "\">\n<h2>" +
                     markup(contract::name(finding.severity)) + ": " + markup(finding.message) +
                     "</h2>\n<p>" + code(finding.rule);
  if (finding.where)
    text += " at " + code(place_text(finding.where->file, finding.where->line, root));
  text += "</p>\n";
  text += finding.half == contract::Half::checker ? checker_part(finding, root)
                                                  : runtime_part(finding, root);
  return text + "</article>\n";
}

}  // namespace

std::string markup(std::string_view text) {
  std::string safe;
  for (char c : escape(text)) {
    switch (c) {
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '&': safe += "&amp;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string plain_findings(const Report& report, const std::vector<std::string>& ids,
                           const std::string& root) {
  std::string text;
  for (const Problem& problem : report.problems)
    text += "<p>Problem: " + markup(told(problem)) + "</p>\n";
  for (std::size_t i = 0; i < report.findings.size(); ++i)
    text += article(report.findings[i], ids[i], root);
  return text;
}

}  // namespace lanyard::cli::html
