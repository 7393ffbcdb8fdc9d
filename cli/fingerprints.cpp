#include "cli/fingerprints.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>

#include "checker/model/project.h"
#include "cli/paths.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MD5.h"

namespace lanyard::cli {
namespace {

// The frames that tell one native stack from another: the program's own, which have a source,
// where there are any. What is below a thread's function, and inside SQLite, differs from one
// machine to the next, and with chance.
std::vector<NativeFrame> telling_native_frames(const Stacks& stacks) {
  std::vector<NativeFrame> all, own;
  for (const NativeFrame& frame : stacks.native) {
    if (is_plumbing(frame)) continue;
    all.push_back(frame);
    if (!frame.file.empty()) own.push_back(frame);
  }
  return own.empty() ? all : own;
}

// The functions of the frames that tell one stack from another.
template <typename Member>
std::string stack_functions(const std::optional<Member>& stacks, const std::string& root) {
  std::string text = "|";
  if (!stacks) return text;
  for (const PythonFrame& frame : telling_frames(*stacks))
    text += "|" + frame.function + "@" + short_path(frame.file, root);
  if (!stacks->python.empty()) return text;
  for (const NativeFrame& frame : telling_native_frames(*stacks)) {
    const std::string& function = frame.function.empty() ? frame.symbol : frame.function;
    text += "|" + function + "@" + std::string(base_name(frame.module));
  }
  return text;
}

// Whom the garbage collector interrupted is chance; so is which of the calls of two threads
// meet inside a connection, or who was the other. Which of the functions of SQLite was called,
// too: a function that may not step a statement may not finalize it either.
std::string runtime_text(const Finding& finding, const std::string& root) {
  const bool is_meeting = finding.other && finding.other->role == "inside";
  std::string text;
  if (!finding.gc && !is_meeting) text += stack_functions(finding.use, root);
  text += stack_functions(finding.home, root);
  if (finding.other) text += "|" + finding.other->role;
  if (finding.fork) text += stack_functions(finding.fork, root);
  return text;
}

// Where the handle is created, and the steps at the finding's own place. Which of several
// uses stand on the path depends on their order in the source, so that they do not count.
std::string checker_text(const Finding& finding, const std::string& root) {
  const auto is_at_place = [&](const Step& step) {
    return finding.where && step.where.file == finding.where->file &&
           step.where.line == finding.where->line && step.where.column == finding.where->column;
  };
  std::string text = "|" + finding.handle.kind + "|" + finding.handle.name;
  if (finding.where) text += "|" + relative_to(finding.where->file, root);
  for (const Step& step : finding.steps)
    if (step.role == "created" || (step.role != "advice" && is_at_place(step)))
      text += "|" + step.role + "@" + relative_to(step.where.file, root) + "@" + step.function;
  return text;
}

std::string hash_of(const Finding& finding, const std::string& root) {
  const bool is_checker = finding.half == contract::Half::checker;
  llvm::MD5 hash;
  hash.update(finding.rule +
              (is_checker ? checker_text(finding, root) : runtime_text(finding, root)));
  llvm::MD5::MD5Result result;
  hash.final(result);
  llvm::SmallString<32> hex;
  llvm::MD5::stringifyResult(result, hex);
  return std::string(hex.data(), hex.size());
}

// Where a finding stands among those of its fingerprint: an order that does not depend on how
// often, or in which of several threads or processes, it was seen.
using Position = std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>>;

Position position_of(const Finding& finding) {
  Position position;
  const auto add = [&](const Place& place) {
    position.emplace_back(place.file, place.line, place.column);
  };
  if (finding.where) add(*finding.where);
  for (const Step& step : finding.steps) add(step.where);
  each_stack(finding, [&](const Stacks& stacks) {
    for (const PythonFrame& frame : stacks.python) add({frame.file, frame.line});
    for (const NativeFrame& frame : stacks.native)
      position.emplace_back(std::string(base_name(frame.module)), frame.offset, 0);
  });
  position.emplace_back(finding.message, finding.at_exit, finding.gc);
  return position;
}

}  // namespace

void add_fingerprints(std::vector<Finding>& findings, const std::string& root) {
  std::vector<Position> positions;
  positions.reserve(findings.size());
  for (const Finding& finding : findings) positions.push_back(position_of(finding));
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
  std::set<std::string> taken;
  for (const Finding& finding : findings) taken.insert(finding.fingerprint);
  std::map<std::string, unsigned> seen;
  for (std::size_t i : order) {
    if (!findings[i].fingerprint.empty()) continue;
    const std::string hash = hash_of(findings[i], root);
    std::string& mine = findings[i].fingerprint;
    do {
      const unsigned number = ++seen[hash];
      mine = number == 1 ? hash : hash + ":" + std::to_string(number);
    } while (!taken.insert(mine).second);
  }
}

std::string fingerprint_root(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  for (fs::path at = absolute_path(folder);; at = at.parent_path()) {
    if (fs::exists(at / ".git", unknown)) return at.string();
    if (at == at.parent_path()) break;
  }
  const std::string project = model::find_project_file(absolute_path(folder));
  return project.empty() ? working_directory() : fs::path(project).parent_path().string();
}

}  // namespace lanyard::cli
