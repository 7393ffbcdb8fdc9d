// Names of C++ functions as a person says them.
#pragma once

#include <string>
#include <string_view>

namespace lanyard::cli {

/// A demangled name without its return type, parameters and template arguments:
/// "station::average::lambda::operator()" of
/// "station::average(std::string const&)::'lambda'()::operator()() const". A name that is
/// no C++ name stays as it is.
std::string short_function(std::string_view name);

}  // namespace lanyard::cli
