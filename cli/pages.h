// The rules' pages, docs/rules/ID.md, built into the command.
#pragma once

#include <string_view>

namespace lanyard::cli {

/// The page of a rule in Markdown, or "" for a rule that has none.
std::string_view rule_page(std::string_view rule);

}  // namespace lanyard::cli
