// Reading whole files.
#pragma once

#include <optional>
#include <string>

namespace lanyard::cli {

/// The bytes of a file. On failure returns nothing and sets `error` to a clause that does not
/// name the file.
std::optional<std::string> read_file(const std::string& path, std::string& error);

}  // namespace lanyard::cli
