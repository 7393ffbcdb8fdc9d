// Call frame information as the shim reads it for who makes a statement: a module's may be cut or
// damaged, and nothing outside of it may be read.
#include <cstring>
#include <vector>

#include "runtime/stack/call_frames.h"
#include "tests/fuzz/temporary.h"

namespace {

using namespace lanyard;

void check(const stack::FrameRule& rule) {
  fuzz::require(rule.cfa >= 8 && rule.cfa % 8 == 0, "a frame of no size");
  fuzz::require(
      rule.cfa <= (rule.is_by_rbp ? stack::FrameRule::kMostCfaByRbp : stack::FrameRule::kMostCfa),
      "a frame too large");
  fuzz::require(rule.rbp % 8 == 0 && rule.rbp != 8, "rbp where the return address is");
  fuzz::require(rule.rbp <= rule.cfa && rule.rbp <= stack::FrameRule::kMostRbp,
                "rbp below the frame");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kRows = 12, kRow = 8, kMostRows = 64;  // where the index's begin
  const std::vector<std::uint8_t> table(data, data + size);
  const auto index = reinterpret_cast<std::uintptr_t>(table.data());
  const stack::Range readable{index, index + size};
  // Addresses of the functions that the index names, and one that it may not.
  std::vector<std::uintptr_t> functions = {index};
  for (std::size_t at = kRows; at + kRow <= size && at < kRows + kMostRows * kRow; at += kRow) {
    std::int32_t distance;
    std::memcpy(&distance, table.data() + at, sizeof(distance));
    functions.push_back(index + static_cast<std::uintptr_t>(std::intptr_t{distance}));
  }
  for (const std::uintptr_t function : functions)
    for (const std::uintptr_t inside : {0, 1, 4, 17, 100, 3000}) {
      stack::FrameRule rule;
      if (stack::read_rule(index, readable, function + inside, rule)) check(rule);
    }
  return 0;
}
