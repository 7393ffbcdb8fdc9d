#include "cli/changes.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "cli/process.h"

namespace lanyard::cli {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// git's complaint behind its "fatal: ".
std::string without_prefix(const std::string& complaint) {
  constexpr std::string_view kPrefix = "fatal: ";
  return complaint.compare(0, kPrefix.size(), kPrefix) == 0 ? complaint.substr(kPrefix.size())
                                                            : complaint;
}

// Runs git in a folder. On failure returns nothing, and sets `error` to git's own first line.
std::optional<std::string> git(const std::string& folder, std::vector<std::string> words,
                               std::string& error) {
  int code = 0;
  const std::string program = find_program("git", code, error);
  if (program.empty()) return std::nullopt;
  words.insert(words.begin(), {"git", "-C", folder, "-c", "core.quotePath=true"});
  const Captured captured = capture_process(program, words);
  if (captured.start_failure != 0)
    error = "cannot run '" + program + "': " + std::strerror(captured.start_failure);
  else if (captured.exit_code != 0)
    error = without_prefix(first_line(captured.error));
  else
    return captured.output;
  return std::nullopt;
}

// The byte that `\` and what follows stand for in a name that git has put into quotes, as in C.
char unescaped(std::string_view text, std::size_t& at) {
  constexpr std::string_view kLetters = "abtnvfr", kBytes = "\a\b\t\n\v\f\r";
  const char letter = text[at++];
  if (const auto known = kLetters.find(letter); known != std::string_view::npos)
    return kBytes[known];
  if (letter < '0' || letter > '7') return letter;
  unsigned value = static_cast<unsigned>(letter - '0');
  for (int digits = 1; digits < 3 && at < text.size(); ++digits)
    value = value * 8 + static_cast<unsigned>(text[at++] - '0');
  return static_cast<char>(value);
}

// The name in a line `+++ b/NAME`, which git may quote, or end with a tab; "" for none.
std::string name_of(std::string_view text) {
  std::string name;
  if (text.empty() || text.front() != '"') {
    name = text.substr(0, text.find('\t'));
  } else {
    for (std::size_t at = 1; at < text.size() && text[at] != '"';) {
      const char c = text[at++];
      name += c == '\\' && at < text.size() ? unescaped(text, at) : c;
    }
  }
  return name.compare(0, 2, "b/") == 0 ? name.substr(2) : "";
}

// `12,3` or `12`, which is `12,1`.
struct Range {
  unsigned first = 0, count = 1;
};

Range range(std::string_view text) {
  Range read;
  const std::string number(text.substr(0, text.find_first_of(", ")));
  read.first = static_cast<unsigned>(std::strtoul(number.c_str(), nullptr, 10));
  if (number.size() < text.size() && text[number.size()] == ',')
    read.count = static_cast<unsigned>(
        std::strtoul(std::string(text.substr(number.size() + 1)).c_str(), nullptr, 10));
  return read;
}

std::string canonical(const std::string& file) {
  std::error_code unknown;
  const auto path = std::filesystem::weakly_canonical(file, unknown);
  return unknown ? file : path.string();
}

// The repository's folder, of the first of the folders that lies in one.
std::string repository(const std::vector<std::string>& folders, std::string& error) {
  std::string first_error;
  for (const std::string& folder : folders) {
    const auto top = git(folder, {"rev-parse", "--show-toplevel"}, error);
    if (top) return top->substr(0, top->size() - 1);
    if (first_error.empty()) first_error = error;
  }
  error = first_error;
  return "";
}

}  // namespace

void Changes::add_diff(const std::string& diff, const std::string& root) {
  std::string file;
  bool is_new = false;
  std::size_t skipped = 0;  // lines of a hunk still to come, which may look like anything
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string_view line(diff.data() + at, end - at);
    at = end + 1;
    if (skipped > 0) {
      if (line.substr(0, 1) != "\\") --skipped;
    } else if (line.substr(0, 4) == "--- ") {
      is_new = line == "--- /dev/null";
    } else if (line.substr(0, 4) == "+++ ") {
      const std::string name = name_of(line.substr(4));
      file.clear();
      if (!name.empty()) file.append(root).append("/").append(name);
    } else if (line.substr(0, 4) == "@@ -") {
      const std::size_t plus = line.find('+');
      if (plus == std::string_view::npos) continue;
      const Range before = range(line.substr(4)), after = range(line.substr(plus + 1));
      skipped = before.count + after.count;
      if (file.empty()) continue;
      if (is_new)
        new_files_.insert(file);
      else if (after.count > 0)
        lines_[file].push_back({after.first, after.first + after.count - 1});
      else
        lines_[file].push_back({after.first, after.first + 1});
    }
  }
}

std::optional<Changes> Changes::since(const std::string& revision, const std::string& folder,
                                      std::string& error) {
  Changes changes;
  const std::string option = "--since " + revision + ": ";
  const std::string root = repository({folder, "."}, error);
  std::optional<std::string> commit, base, diff, others;
  if (!root.empty())
    commit =
        git(root, {"rev-parse", "--verify", "--end-of-options", revision + "^{commit}"}, error);
  if (!root.empty() && !commit) error = "there is no such revision";
  if (commit) {
    base = git(root, {"merge-base", first_line(*commit), "HEAD"}, error);
    if (!base && error.empty())
      error = "it has no history in common with HEAD; a shallow clone has to fetch more";
  }
  if (base)
    diff = git(root,
               {"diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative",
                "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/", "-U0",
                "--inter-hunk-context=0", "-M", first_line(*base), "--"},
               error);
  if (diff) others = git(root, {"ls-files", "--others", "--exclude-standard", "-z"}, error);
  if (!diff || !others) {
    error.insert(0, option);
    return std::nullopt;
  }
  changes.add_diff(*diff, root);
  for (std::size_t at = 0; at < others->size();) {
    const std::size_t end = std::min(others->find('\0', at), others->size());
    std::string file = root;
    changes.new_files_.insert(file.append("/").append(*others, at, end - at));
    at = end + 1;
  }
  return changes;
}

bool Changes::is_changed(const Place& place) const {
  // git's folder has no symbolic links in it; a compile database's may.
  const std::string file = canonical(place.file);
  if (new_files_.count(file) != 0) return true;
  const auto found = lines_.find(file);
  return found != lines_.end() &&
         std::any_of(found->second.begin(), found->second.end(), [&](const Lines& lines) {
           return lines.first <= place.line && place.line <= lines.last;
         });
}

bool Changes::touches(const Finding& finding) const {
  return (finding.where && is_changed(*finding.where)) ||
         std::any_of(finding.steps.begin(), finding.steps.end(),
                     [&](const Step& step) { return is_changed(step.where); });
}

void Changes::apply(Report& report) const {
  auto& all = report.findings;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Finding& finding) { return !touches(finding); }),
            all.end());
}

}  // namespace lanyard::cli
