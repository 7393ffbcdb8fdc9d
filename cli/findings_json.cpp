#include "cli/findings_json.h"

using lanyard::cli::Evidence;
using lanyard::cli::Silence;
using lanyard::contract::Half;
using lanyard::contract::Severity;

namespace {

// The enumerator that `name` spells `value` for.
template <typename Enum>
Enum parse_word(const nlohmann::json& value, std::initializer_list<Enum> all) {
  const auto word = value.get<std::string>();
  for (Enum each : all) {
    using lanyard::cli::name;
    if (name(each) == word) return each;
  }
  throw nlohmann::json::other_error::create(501, "unknown word '" + word + "'", nullptr);
}

// Takes nulls out, and refuses numbers that none of ours is: converting them to a member's type
// has no defined result, or another meaning.
void make_ours(nlohmann::json& value) {
  if (value.is_number() && !value.is_number_unsigned())
    throw nlohmann::json::other_error::create(
        503, value.dump() + " where only whole numbers from 0 on can stand", nullptr);
  if (value.is_object()) {
    for (auto at = value.begin(); at != value.end();) at = at->is_null() ? value.erase(at) : ++at;
  }
  if (value.is_structured())
    for (nlohmann::json& element : value) make_ours(element);
}

}  // namespace

namespace nlohmann {

void adl_serializer<Severity>::to_json(json& value, Severity severity) {
  value = lanyard::contract::name(severity);
}

void adl_serializer<Severity>::from_json(const json& value, Severity& severity) {
  severity = parse_word(value, {Severity::note, Severity::warning, Severity::error});
}

void adl_serializer<Half>::to_json(json& value, Half half) { value = lanyard::cli::name(half); }

void adl_serializer<Half>::from_json(const json& value, Half& half) {
  half = parse_word(value, {Half::runtime, Half::checker});
}

void adl_serializer<Evidence>::to_json(json& value, Evidence evidence) {
  value = lanyard::cli::name(evidence);
}

void adl_serializer<Evidence>::from_json(const json& value, Evidence& evidence) {
  evidence = parse_word(value, {Evidence::confirmed, Evidence::exercised, Evidence::unexercised});
}

void adl_serializer<Silence>::to_json(json& value, Silence silence) {
  value = lanyard::cli::name(silence);
}

void adl_serializer<Silence>::from_json(const json& value, Silence& silence) {
  silence = parse_word(value, {Silence::other_language, Silence::not_in_database,
                               Silence::not_parsed, Silence::laxer_policy, Silence::silenced,
                               Silence::other_rule, Silence::thread_not_known});
}

}  // namespace nlohmann

namespace lanyard::cli {

nlohmann::json parse_json(std::string_view text) {
  // Deep enough for every file of ours; what is deeper would exhaust the stack below.
  constexpr int kDeepest = 64;
  auto check_depth = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kDeepest)
      throw nlohmann::json::other_error::create(502, "nested too deeply", nullptr);
    return true;
  };
  nlohmann::json value = nlohmann::json::parse(text.begin(), text.end(), check_depth);
  make_ours(value);
  return value;
}

}  // namespace lanyard::cli
