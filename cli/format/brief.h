// A finding in one sentence and at one place, for the formats that show no more of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/findings.h"

namespace lanyard::cli {

/// What was found, by which threads, and what the other half says of it. Program text in it is
/// as the program has it: see escape.h.
std::string sentence(const Finding& finding);

/// The place to look at first; for a violation without a source line, the module that made the
/// call, without a line. Nothing where not even that is known.
std::optional<Place> shown_place(const Finding& finding);

/// `thread 7 "worker"`
std::string describe(const ThreadName& thread);
/// Said of a second party without a call: what it began, it began while the shim kept no calls.
inline constexpr std::string_view kCallNotKnown =
    "its call is not known, since one thread alone used the connection until then";

/// `thread 7 "worker" in sqlite3_exec`, or without the call where that is not known
std::string describe(const Party& party);
/// `forked from process 41`
std::string describe(const ForkSite& fork);

}  // namespace lanyard::cli
