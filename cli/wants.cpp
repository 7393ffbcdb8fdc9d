#include "cli/wants.h"

#include <nlohmann/json.hpp>

namespace lanyard::cli {
namespace {

using Kind = link::Want::Kind;
constexpr Kind kKinds[] = {Kind::caller, Kind::definition, Kind::order, Kind::main};

}  // namespace

std::string wants_text(const std::set<link::Want>& wants) {
  nlohmann::json list = nlohmann::json::array();
  for (const link::Want& each : wants)
    list.push_back({{"kind", link::name(each.kind)}, {"name", each.name}, {"scopes", each.scopes}});
  return list.dump(0, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::optional<std::set<link::Want>> read_wants(std::string_view text) {
  std::set<link::Want> wants;
  try {
    for (const nlohmann::json& each : nlohmann::json::parse(text.begin(), text.end())) {
      link::Want want;
      for (const Kind kind : kKinds)
        if (link::name(kind) == each.at("kind").get<std::string>()) want.kind = kind;
      each.at("name").get_to(want.name);
      each.at("scopes").get_to(want.scopes);
      wants.insert(std::move(want));
    }
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return wants;
}

}  // namespace lanyard::cli
