// A violation with all that is told of it, and its two renderings.
#pragma once

#include "runtime/base/text.h"
#include "runtime/record/report.h"
#include "runtime/stack/depot.h"
#include "runtime/track/handles.h"

namespace lanyard::record {

/// A count in the result file is a fixed number of columns, so that it can be updated in
/// place; leading blanks are valid JSON.
inline constexpr unsigned kCountWidth = 10;

/// What the shim saw. The strings and stacks outlive it.
struct Violation {
  explicit Violation(const track::Known& handle) : known(handle) {}

  std::uint64_t id = 0;
  std::string_view rule;  // of contract::kRules
  std::string_view api;
  const track::Known& known;
  bool has_sql = false;
  std::string_view sql;  // cut
  bool has_caller = false;
  stack::Frame caller;  // who made the statement
  Side use;
  const Party* other = nullptr;
  const ForkSite* fork = nullptr;
  const Candidates* candidates = nullptr;
  std::string_view unread_python;  // version whose frames could not be read
};

/// One line of the result file, with its line's end. Sets `count_at` to where in the line
/// the count stands. `frames` limits each stack.
void render_json(const Violation& violation, std::size_t frames, Text& text, std::size_t& count_at);

/// For a person, several lines.
void render_text(const Violation& violation, Text& text);

}  // namespace lanyard::record
