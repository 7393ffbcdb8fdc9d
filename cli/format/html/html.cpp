// One HTML file that needs nothing else: no network, no server, no second file.
//
// The page is made in the browser, by the scripts beside this file, of the report's JSON.
// Text from the program that was looked at is data there, and set as text: nothing but our
// own files is ever markup, style or script. The page's Content-Security-Policy says so to the
// browser as well: it runs what has the hash of our scripts, and may load nothing at all.
#include <map>

#include "cli/format/format.h"
#include "cli/format/html/assets.h"
#include "cli/format/html/data.h"
#include "cli/format/html/plain.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"

namespace lanyard::cli {
namespace {

// How a policy names the one script or style whose text this is.
std::string hash_source(std::string_view text) {
  llvm::SHA256 hash;
  hash.update(llvm::StringRef(text.data(), text.size()));
  return "'sha256-" + llvm::encodeBase64(hash.final()) + "'";
}

std::string content_policy() {
  return "default-src 'none'; base-uri 'none'; form-action 'none'; script-src " +
         hash_source(html::kTheme) + " " + hash_source(html::kScript) + "; style-src " +
         hash_source(html::kStyle);
}

std::string title(const Report& report) {
  const std::string found = tally(report.findings);
  return "Lanyard: " + (found.empty() ? "nothing found" : found);
}

// The line that sums up, without its end.
std::string told_summary(const Report& report) {
  if (!has_looked(report) && report.findings.empty())
    return "lanyard: nothing was looked at, so nothing can be said";
  const std::string line = summary(report);
  return line.substr(0, line.find('\n'));
}

// Fills in the template, once from front to back: what comes in is not looked at again.
std::string fill(std::string_view page, const std::map<std::string_view, std::string>& values) {
  std::string text;
  for (;;) {
    const std::size_t open = page.find("{{");
    text += page.substr(0, open);
    if (open == std::string_view::npos) return text;
    page.remove_prefix(open + 2);
    const std::size_t close = page.find("}}");
    text += values.at(page.substr(0, close));
    page.remove_prefix(close + 2);
  }
}

}  // namespace

std::string render_html(const Report& report, const FormatOptions& options) {
  const std::string& root = options.directory;
  return fill(html::kTemplate,
              {{"policy", content_policy()},
               {"title", html::markup(title(report))},
               {"style", html::kStyle},
               {"theme", html::kTheme},
               {"script", html::kScript},
               {"data", html::page_data(report, root)},
               {"summary", html::markup(told_summary(report))},
               {"plain", html::plain_findings(report, html::page_ids(report), root)}});
}

}  // namespace lanyard::cli
