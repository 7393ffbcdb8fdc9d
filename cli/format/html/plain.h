// The findings as plain HTML, for who opens the page where no script may run.
#pragma once

#include <string>
#include <string_view>

#include "cli/findings.h"

namespace lanyard::cli::html {

/// `text` of the program made safe to show, and safe as HTML, in elements and in attributes.
std::string markup(std::string_view text);

/// Every finding as an <article> with its path or its stacks, in the report's order. An
/// article has the id that its permalink names: "f-" and its id in `ids`.
std::string plain_findings(const Report& report, const std::vector<std::string>& ids,
                           const std::string& root);

}  // namespace lanyard::cli::html
