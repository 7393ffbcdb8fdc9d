// What the link step wants as well, in a file: see checker/link/wants.h.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "checker/link/wants.h"

namespace lanyard::cli {

/// JSON: a list of objects with a kind, a name and its scopes, in an order that depends on them
/// alone.
std::string wants_text(const std::set<link::Want>& wants);

/// The same back, or nothing where it is something else.
std::optional<std::set<link::Want>> read_wants(std::string_view text);

}  // namespace lanyard::cli
