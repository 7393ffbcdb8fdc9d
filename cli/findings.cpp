#include "cli/findings.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

#include "cli/paths.h"

namespace lanyard::cli {
namespace {

bool is_from_python(const Finding& finding) { return finding.use && !finding.use->python.empty(); }

// "sqlalchemy" for sqlalchemy/pool/base.py; "" for the program's own code.
std::string_view package_of(const PythonFrame& frame) {
  const std::string_view path = library_path(frame.file);
  return path.substr(0, path.find('/'));
}

// What tells two stacks apart in every process alike: source lines, or addresses relative
// to their module, never thread ids. Python's lines say more than the native frames below
// them, which are the same interpreter's for every program.
template <typename Member>
std::string stack_key(const std::optional<Member>& stacks) {
  std::string key = "\n--";
  if (!stacks) return key;
  for (const PythonFrame& frame : telling_frames(*stacks))
    key += "\n" + frame.file + ":" + std::to_string(frame.line) + ":" + frame.function;
  if (!stacks->python.empty()) return key;
  for (const NativeFrame& frame : stacks->native)
    key += "\n" + frame.module + "+" + std::to_string(frame.offset);
  return key;
}

std::string merge_key(const Finding& finding) {
  std::string key = finding.rule + "\n" + std::string(contract::name(finding.severity)) +
                    (finding.at_exit ? "\nat exit" : "") + (finding.gc ? "\ngc" : "");
  if (finding.handle.connection) key += "\n" + finding.handle.connection->mode;
  if (!is_from_python(finding)) key += "\n" + finding.api + "\n" + finding.handle.kind;
  // Whom the collector interrupted is chance, and what it runs follows from what was left
  // to it: all that matters is where the handle comes from.
  if (!finding.gc) key += "\n" + finding.finalizer + stack_key(finding.use);
  key += stack_key(finding.home);
  if (finding.other) {
    key += "\n" + finding.other->role + stack_key(finding.other);
    if (finding.other->python.empty()) key += "\n" + finding.other->api;
  }
  if (finding.fork) key += "\n" + finding.fork->via + stack_key(finding.fork);
  return key;
}

void add_call(Finding& finding, const Call& call) {
  for (Call& known : finding.calls) {
    if (known.api != call.api) continue;
    known.count += call.count;
    return;
  }
  finding.calls.push_back(call);
}

void absorb(Finding& into, const Finding& from) {
  into.count += from.count;
  if (into.finalizer.empty()) into.finalizer = from.finalizer;
  for (const Call& call : from.calls) add_call(into, call);
  for (std::int64_t process : from.processes)
    if (std::find(into.processes.begin(), into.processes.end(), process) == into.processes.end())
      into.processes.push_back(process);
}

bool comes_before(const Finding& a, const Finding& b) {
  if (a.half != b.half) return a.half < b.half;
  if (a.half == contract::Half::checker) return false;
  if (a.severity != b.severity) return a.severity > b.severity;
  return a.count > b.count;
}

// The frames that have a source line, innermost first.
std::vector<Place> places(const Stacks& stacks) {
  std::vector<Place> places;
  auto add = [&](const Place& place) {
    const bool is_file = !place.file.empty() && place.file.front() != '<';
    if (is_file && place.line > 0) places.push_back(place);
  };
  for (const PythonFrame& frame : stacks.python) add({frame.file, frame.line});
  for (const NativeFrame& frame : stacks.native)
    if (!is_plumbing(frame)) add({frame.file, frame.line, frame.column});
  return places;
}

// Packages installed into a folder of the project are not its own code.
bool is_own_code(const std::string& file, const std::string& directory) {
  return is_under(file, directory) && library_path(file).empty();
}

}  // namespace

std::vector<PythonFrame> telling_frames(const Stacks& stacks) {
  std::vector<PythonFrame> frames;
  bool is_innermost = true;
  for (const PythonFrame& frame : stacks.python) {
    const std::string_view package = package_of(frame);
    is_innermost = is_innermost && package == package_of(stacks.python.front());
    if (is_innermost || package.empty()) frames.push_back(frame);
  }
  return frames;
}

void merge(std::vector<Finding>& findings) {
  std::vector<Finding> merged;
  std::map<std::string, std::size_t> places;
  for (Finding& finding : findings) {
    if (finding.half == contract::Half::runtime) {
      auto [at, is_new] = places.emplace(merge_key(finding), merged.size());
      if (!is_new) {
        absorb(merged[at->second], finding);
        continue;
      }
    }
    merged.push_back(std::move(finding));
  }
  std::vector<std::size_t> order(merged.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (comes_before(merged[a], merged[b])) return true;
    return !comes_before(merged[b], merged[a]) && a < b;
  });
  findings.clear();
  for (std::size_t i : order) findings.push_back(std::move(merged[i]));
}

std::optional<Place> first_place(const Finding& finding, const std::string& directory) {
  std::vector<const Stacks*> all;
  each_stack(finding, [&](const Stacks& stacks) { all.push_back(&stacks); });
  // What the collector interrupted is chance; where the handle comes from is not.
  if (finding.gc && finding.use && finding.home) std::swap(all[0], all[1]);
  std::optional<Place> any;
  for (const Stacks* stacks : all) {
    const std::optional<Place> place = first_place(*stacks, directory);
    if (place && is_own_code(place->file, directory)) return place;
    if (!any) any = place;
  }
  return any;
}

std::optional<Place> first_place(const Stacks& stacks, const std::string& directory) {
  const std::vector<Place> all = places(stacks);
  const auto own = std::find_if(all.begin(), all.end(), [&](const Place& place) {
    return is_own_code(place.file, directory);
  });
  if (own != all.end()) return *own;
  return all.empty() ? std::nullopt : std::optional<Place>(all.front());
}

bool is_plumbing(const NativeFrame& frame) {
  const std::string_view module = base_name(frame.module);
  return frame.file.find("/include/c++/") != std::string::npos ||
         module.substr(0, 9) == "libstdc++" || module.substr(0, 7) == "libc.so" ||
         frame.function == "_start";
}

std::string told(const Problem& problem) {
  const bool is_named = problem.message.compare(0, problem.file.size(), problem.file) == 0;
  std::string text = is_named ? problem.message : problem.file + ": " + problem.message;
  if (problem.others == 0) return text;
  return text + ", as in " + counted(problem.others, "other file", "other files");
}

std::string told(const Join& join) {
  switch (join.evidence) {
    case Evidence::exercised:
      if (join.calls == 0) return "not confirmed: runs made calls of it, and nothing was wrong";
      return "not confirmed: of its " + counted(join.calls, "call", "calls") + " runs made " +
             std::to_string(join.made) + ", and nothing was wrong";
    case Evidence::unexercised: return "not confirmed: no run made any of its calls";
    case Evidence::confirmed: break;
  }
  std::uint64_t count = 0;
  for (const Finding& violation : join.confirmed_by) count += violation.count;
  return "confirmed by a run, which saw it " +
         (count == 1 ? "once" : counted(count, "time", "times"));
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits + " " + std::string(number == 1 ? singular : plural);
}

std::string tally(const std::vector<Finding>& findings) {
  std::string text;
  using contract::Severity;
  for (Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const std::string word(contract::name(severity));
    const auto number = std::count_if(findings.begin(), findings.end(),
                                      [&](const Finding& f) { return f.severity == severity; });
    if (number == 0) continue;
    if (!text.empty()) text += ", ";
    text += counted(number, word, word + "s");
  }
  return text;
}

}  // namespace lanyard::cli
