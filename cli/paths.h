// Paths as a person wants to read them.
#pragma once

#include <string>
#include <string_view>

namespace lanyard::cli {

/// `path` relative to `directory` when it lies under it, else unchanged. Purely textual:
/// neither has to exist.
std::string relative_to(std::string_view path, std::string_view directory);

/// Whether `path` is `directory` or lies under it.
bool is_under(std::string_view path, std::string_view directory);

/// What a text report shows for a source file: relative to `directory` when under it, the
/// part after site-packages, dist-packages or lib/pythonX.Y for Python's own modules.
std::string short_path(std::string_view path, std::string_view directory);

/// Where a module of an installed Python package or of the standard library is below its
/// root: "sqlalchemy/pool/base.py", or its name where it has no file: "<frozen importlib>".
/// "" for other files, so for the program's own.
std::string_view library_path(std::string_view path);

/// The last component.
std::string_view base_name(std::string_view path);

/// The working directory, or "/" where it is gone.
std::string working_directory();

/// `path` made absolute, with `.` and `..` taken out. It need not exist.
std::string absolute_path(const std::string& path);

/// The same, as seen from the absolute path `directory`.
std::string absolute_path(const std::string& path, const std::string& directory);

}  // namespace lanyard::cli
