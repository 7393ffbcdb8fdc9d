// LANYARD_OPTIONS, parsed; see options.h and options.def.
#include "runtime/record/options.h"

#include <cstring>

#include "contract/policies.h"

namespace lanyard::record {

namespace {

constexpr Number kDeepestStack = 128;

constexpr std::string_view kOnViolation[] = {"report", "abort", "trap", "misuse"};

/// What is wrong with a value: "" when nothing is.
using Complaint = std::string_view;

Complaint read(std::string_view value, Policy& policy) {
  const contract::PolicyRow* row = contract::find_policy(value);
  if (!row) return "is no policy; use owner, exclusive or serialized";
  policy = row->policy;
  return {};
}

Complaint read(std::string_view value, OnViolation& action) {
  for (unsigned i = 0; i < sizeof(kOnViolation) / sizeof(kOnViolation[0]); ++i)
    if (value == kOnViolation[i]) {
      action = static_cast<OnViolation>(i);
      return {};
    }
  return "must be report, abort, trap or misuse";
}

Complaint read(std::string_view value, Number& number) {
  std::uint64_t read = 0;
  for (const char digit : value) {
    if (digit < '0' || digit > '9') return "is not a number";
    read = read * 10 + static_cast<unsigned>(digit - '0');
    if (read > UINT32_MAX) return "is too large";
  }
  if (value.empty()) return "is not a number";
  number = static_cast<Number>(read);
  return {};
}

Complaint read(std::string_view value, Switch& on) {
  if (value != "0" && value != "1") return "must be 0 or 1";
  on = value == "1";
  return {};
}

Complaint read(std::string_view value, Path& path) {
  if (value.empty()) return "is empty; give a path";
  if (value.size() >= sizeof(path.text)) return "is too long for a path";
  std::memcpy(path.text, value.data(), value.size());
  path.text[value.size()] = '\0';
  return {};
}

Complaint check_ranges(std::string_view key, const Options& options) {
  if (key == "exitcode" && options.exitcode > 255) return "is no exit status; give 0 to 255";
  if (key == "stack_depth" && (!options.stack_depth || options.stack_depth > kDeepestStack))
    return "is out of range; give 1 to 128";
  return {};
}

bool set(std::string_view key, std::string_view value, Options& options, Text& error) {
  Complaint complaint;
  bool known = true;
  if (key == "help") complaint = read(value, options.help);
#define LANYARD_OPTION(type, name, fallback, help) \
  else if (key == #name) complaint = read(value, options.name);
#include "runtime/record/options.def"
#undef LANYARD_OPTION
  else
    known = false;
  if (!known) {
    error.add("unknown option '").shown(key).add("' in LANYARD_OPTIONS; help=1 lists them");
    return false;
  }
  if (complaint.empty()) complaint = check_ranges(key, options);
  if (complaint.empty()) return true;
  error.add("LANYARD_OPTIONS: ").add(key).add(" '").shown(value).add("' ").add(complaint);
  return false;
}

void show(Text& text, Policy policy) { text.add(contract::name(policy)); }
void show(Text& text, OnViolation action) { text.add(kOnViolation[static_cast<int>(action)]); }
void show(Text& text, Number number) { text.number(number); }
void show(Text& text, Switch on) { text.add(on ? '1' : '0'); }
void show(Text& text, const Path& path) { text.add(*path.text ? path.text : "none"); }

}  // namespace

bool parse_options(std::string_view text, Options& options, Text& error) {
  while (!text.empty()) {
    const std::string_view pair = head(text, text.find(':'));
    text = tail(text, pair.size() + 1);
    if (pair.empty()) continue;
    const std::string_view key = head(pair, pair.find('='));
    if (key.size() == pair.size()) {
      error.add("LANYARD_OPTIONS: '").shown(pair).add("' has no value; write key=value");
      return false;
    }
    if (!set(key, tail(pair, key.size() + 1), options, error)) return false;
  }
  if (options.sites && !*options.log_path.text) {
    error.add("LANYARD_OPTIONS: sites '1' needs log_path, since they go to the result file");
    return false;
  }
  return true;
}

void print_help(Text& text) {
  const Options defaults;
  text.add("Lanyard " LANYARD_VERSION " options, as LANYARD_OPTIONS=key=value:key=value\n");
#define LANYARD_OPTION(type, name, value, help)   \
  {                                               \
    const std::size_t line = text.size();         \
    text.add("  " #name).pad(line, 16).add(help); \
    text.add(" (default ");                       \
    show(text, defaults.name);                    \
    text.add(")\n");                              \
  }
#include "runtime/record/options.def"
#undef LANYARD_OPTION
}

}  // namespace lanyard::record
