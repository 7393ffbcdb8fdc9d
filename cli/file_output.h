// Writing whole files, or nothing.
#pragma once

#include <string>
#include <string_view>

namespace lanyard::cli {

/// Replaces `path` by a file with this text: a reader sees the old file or the whole new
/// one. A device or a pipe is written to as it is. On failure returns false and sets
/// `error` to one line that names the path.
bool write_file(const std::string& path, std::string_view text, std::string& error);

/// Whether write_file can be expected to work; changes nothing.
bool can_write_file(const std::string& path, std::string& error);

/// Writes all of `text` to an open descriptor.
bool write_all(int descriptor, std::string_view text);

}  // namespace lanyard::cli
