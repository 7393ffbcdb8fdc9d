#include "cli/nolint.h"

namespace lanyard::cli {

void NoLint::add(const summary::NoLint& comment) {
  const unsigned line = comment.where.line;
  const GlobList globs(comment.checks, GlobList::Negative::is_ignored);
  if (comment.kind.empty()) {
    blocks_.push_back({line, line, globs});
  } else if (comment.kind == "NEXTLINE") {
    blocks_.push_back({line + 1, line + 1, globs});
  } else if (comment.kind == "BEGIN") {
    open_.push_back({line, comment.checks});
  } else if (comment.kind == "END" && !open_.empty() && open_.back().checks == comment.checks) {
    blocks_.push_back({open_.back().line, line, globs});
    open_.pop_back();
  }
}

bool NoLint::silences(unsigned line, std::string_view check) const {
  for (const Block& block : blocks_)
    if (block.first <= line && line <= block.last && block.checks.contains(check)) return true;
  return false;
}

NoLintFiles::NoLintFiles(const std::vector<summary::Module>& modules) {
  for (const summary::Module& module : modules) {
    std::map<std::string, NoLint> mine;
    for (const summary::NoLint& each : module.nolint) mine[module.files[each.where.file]].add(each);
    // A header tells every module the same.
    files_.merge(mine);
  }
}

bool NoLintFiles::silences(const std::string& file, unsigned line, std::string_view check) const {
  const auto found = files_.find(file);
  return found != files_.end() && found->second.silences(line, check);
}

}  // namespace lanyard::cli
