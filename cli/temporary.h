// Files and folders for a while: where TMPDIR says, unless that has a colon, else in /tmp, and
// private.
#pragma once

#include <string>
#include <string_view>

namespace lanyard::cli {

/// Makes a folder (mode 0700) that is the caller's to remove. Returns its absolute path, or ""
/// and an error of one line.
std::string make_temporary_folder(std::string& error);

/// Likewise a file (mode 0600) that holds a text.
std::string make_temporary_file(std::string_view text, std::string& error);

/// Opens a new file (mode 0600) to write, and gives it a name that begins with `path`, which
/// becomes that name. Returns its descriptor, or -1 with errno.
int open_new_file(std::string& path);

}  // namespace lanyard::cli
