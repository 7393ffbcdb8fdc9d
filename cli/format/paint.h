// Colours of the text format, in one place.
#pragma once

#include <string>
#include <string_view>

#include "contract/contract.h"

namespace lanyard::cli {

/// Wraps text in a terminal's escape sequences, or leaves it plain.
class Paint {
 public:
  explicit Paint(bool is_on) : is_on_(is_on) {}

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }
  std::string green(std::string_view text) const { return wrap("1;32", text); }
  std::string severity(contract::Severity severity, std::string_view text) const {
    switch (severity) {
      case contract::Severity::note: return wrap("1;36", text);
      case contract::Severity::warning: return wrap("1;35", text);
      case contract::Severity::error: break;
    }
    return wrap("1;31", text);
  }

 private:
  std::string wrap(std::string_view code, std::string_view text) const {
    if (!is_on_) return std::string(text);
    return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
  }
  bool is_on_;
};

}  // namespace lanyard::cli
