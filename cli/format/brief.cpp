#include "cli/format/brief.h"

namespace lanyard::cli {

std::string describe(const ThreadName& thread) {
  std::string text = "thread " + std::to_string(thread.id);
  if (!thread.name.empty()) text += " \"" + thread.name + "\"";
  return text;
}

std::string describe(const Party& party) {
  return describe(party.thread) + (party.api.empty() ? "" : " in " + party.api);
}

std::string describe(const ForkSite& fork) {
  return "forked from process " + std::to_string(fork.pid);
}

std::string sentence(const Finding& finding) {
  std::string text = finding.message;
  if (finding.calls.size() > 1)
    text += " and " + counted(finding.calls.size() - 1, "other call", "other calls");
  if (finding.use) text += ", used by " + describe(finding.use->thread);
  if (finding.other) text += ", other " + describe(*finding.other);
  if (finding.fork) text += ", " + describe(*finding.fork);
  if (finding.home) text += ", home " + describe(finding.home->thread);
  if (finding.join) text += "; " + told(*finding.join);
  if (finding.why_unseen) text += "; the checker is silent: " + finding.why_unseen->message;
  return text;
}

std::optional<Place> shown_place(const Finding& finding) {
  if (finding.where) return finding.where;
  if (finding.use && !finding.use->native.empty()) return Place{finding.use->native.front().module};
  return std::nullopt;
}

}  // namespace lanyard::cli
