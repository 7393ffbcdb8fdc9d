// How a program says that it hands a handle over on purpose: the names of
// include/lanyard/lanyard.h that the checker understands.
#pragma once

#include <string_view>

namespace lanyard::contract {

/// The function whose calling thread is the home of the handle from then on.
inline constexpr std::string_view kRebind = "lanyard_rebind";

/// The function that says that any thread may use the handle.
inline constexpr std::string_view kAnyThread = "lanyard_any_thread";

/// What `annotate` says of a declaration whose handles any thread may use.
inline constexpr std::string_view kAnyThreadAnnotation = "lanyard:any_thread";

}  // namespace lanyard::contract
