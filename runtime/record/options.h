// What the user asked of the shim through LANYARD_OPTIONS.
#pragma once

#include <climits>
#include <cstdint>
#include <string_view>

#include "contract/contract.h"
#include "runtime/base/text.h"

namespace lanyard::record {

enum class OnViolation : std::uint8_t { report, abort, trap, misuse };

using contract::Policy;
using Number = std::uint32_t;
using Switch = bool;

/// A path of any length that a file may have; longer ones are refused.
struct Path {
  char text[PATH_MAX] = "";
};

struct Options {
#define LANYARD_OPTION(type, name, value, help) type name = value;
#include "runtime/record/options.def"
#undef LANYARD_OPTION
  bool help = false;
};

/// Parses `key=value` pairs joined by ':' over the defaults. A value may hold '=' but not
/// ':'. On a mistake returns false and puts one sentence into `error`, without a prefix;
/// `options` is then half set.
bool parse_options(std::string_view text, Options& options, Text& error);

/// The list that help=1 prints.
void print_help(Text& text);

}  // namespace lanyard::record
