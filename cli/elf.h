// What a program file says about itself: enough to know whether the shim can be loaded
// into it, and which build of a module a stack speaks of.
#pragma once

#include <optional>
#include <string>

namespace lanyard::cli {

/// Why the dynamic loader would not load the library `shim` into the program `path`, in
/// one clause, or nothing when it would: a static program has no loader, one of another
/// machine cannot, a setuid, setgid or capable one must not. A script answers for its
/// interpreter. A file that cannot be read answers nothing: starting it will tell.
std::optional<std::string> why_not_preloadable(const std::string& path, const std::string& shim);

/// The GNU build id of an ELF file in lower-case hex, or "" when it has none.
std::string build_id(const std::string& path);

}  // namespace lanyard::cli
