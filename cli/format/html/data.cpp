#include "cli/format/html/data.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "cli/excerpts.h"
#include "cli/findings_json.h"
#include "cli/format/escape.h"
#include "cli/format/function_name.h"
#include "cli/pages.h"
#include "cli/paths.h"
#include "contract/rules.h"

namespace lanyard::cli::html {
namespace {

using nlohmann::json;

// Tabs stay: the page says how wide they are, and columns count them as one.
std::string escape_source(std::string_view line) {
  std::string safe;
  for (std::size_t tab; (tab = line.find('\t')) != std::string_view::npos;) {
    safe += escape(line.substr(0, tab)) + "\t";
    line.remove_prefix(tab + 1);
  }
  return safe + escape(line);
}

bool is_empty(const json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_number()) return value == 0;
  return value.empty();  // null, or a list or an object with nothing in it
}

// Most members of most findings say nothing; they would be half of the page.
void tidy(json& value) {
  if (value.is_string()) value = escape(value.get_ref<const std::string&>());
  if (value.is_structured())
    for (json& element : value) tidy(element);
  if (!value.is_object()) return;
  for (auto at = value.begin(); at != value.end();)
    at = is_empty(at.value()) ? value.erase(at) : std::next(at);
}

// Walks the report's JSON, and calls `each` with every object in it.
template <typename Each>
void each_object(json& value, Each each) {
  if (value.is_object()) each(value);
  if (value.is_structured())
    for (json& element : value) each_object(element, each);
}

// An object of the keys that findings_json.h gives a native frame.
void shorten(json& object) {
  if (!object.contains("module") || !object.contains("offset")) return;
  const NativeFrame frame = object.get<NativeFrame>();
  const std::string& known = frame.function.empty() ? frame.symbol : frame.function;
  object["function"] = short_function(known);
  if (object["function"] != known) object["full"] = known;
  object["plumbing"] = is_plumbing(frame);
  for (const char* key : {"symbol", "build_id"}) object.erase(key);
}

// What runs say of a static finding, in the words of all formats.
void tell_join(json& finding, const Finding& told_of) {
  if (!told_of.join) return;
  finding["join"]["told"] = told(*told_of.join);
}

std::string rule_help(const contract::Rule& rule) {
  std::string help(rule.help);
  help[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(help[0])));
  return help + ".";
}

json rules(const Report& report) {
  json all = json::object();
  for (const Finding& finding : report.findings) {
    const contract::Rule* rule = contract::find_rule(finding.rule);
    if (rule == nullptr || all.contains(finding.rule)) continue;
    all[finding.rule] = {{"help", rule_help(*rule)},
                         {"policy", contract::name(rule->policy)},
                         {"page", rule_page(rule->id)}};
  }
  return all;
}

// Every file that the report names has a row.
json files(const Report& report, json& value, const std::string& root) {
  std::set<std::string> paths;
  each_object(value, [&](json& object) {
    if (object.contains("file") && object.contains("line") && object["file"].is_string())
      paths.insert(object["file"].get<std::string>());
  });
  const std::map<std::string, Lines> excerpts = read_excerpts(report);
  json all = json::object();
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    json& row = all[escape(path)];
    row["name"] = escape(short_path(path, root));
    if (is_under(path, root) && library_path(path).empty()) row["own"] = true;
    const auto known = excerpts.find(path);
    if (known == excerpts.end()) continue;
    for (const auto& [number, text] : known->second)
      row["lines"][std::to_string(number)] = escape_source(text);
  }
  return all;
}

// The text inside a script element ends at "</script", whatever JSON says of it.
std::string embeddable(const json& value) {
  const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (char c : text) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

// A fingerprint as part of an address: it may come from a file that somebody else wrote.
std::string plain_word(std::string word) {
  for (char& c : word)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '-';
  return word.empty() ? "finding" : word;
}

}  // namespace

std::vector<std::string> page_ids(const Report& report) {
  std::vector<std::string> ids;
  std::map<std::string, unsigned> seen;
  for (const Finding& finding : report.findings) {
    std::string id = plain_word(finding.fingerprint);
    const unsigned count = ++seen[id];
    if (count > 1) id += "--" + std::to_string(count);
    ids.push_back(std::move(id));
  }
  return ids;
}

std::string page_data(const Report& report, const std::string& root) {
  json value = report;
  const std::vector<std::string> ids = page_ids(report);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    value["findings"][i]["id"] = ids[i];
    tell_join(value["findings"][i], report.findings[i]);
  }
  // Long, and of use to who joins the halves; what came of it is in the findings.
  value.erase("checked");
  value.erase("sites");
  const json all_files = files(report, value, root);
  each_object(value["findings"], shorten);
  tidy(value);
  const json all_rules = rules(report);
  value["root"] = escape(root);
  value["rules"] = all_rules;
  value["files"] = all_files;
  return embeddable(value);
}

}  // namespace lanyard::cli::html
