// One hash for all that the shim tells apart by one: stacks, strings, violations.
#pragma once

#include <cstdint>

namespace lanyard {

/// 2^64 divided by the golden ratio: its product spreads neighbouring numbers over the upper bits
/// (Knuth, The Art of Computer Programming, 6.4).
inline constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15u;

/// `hash` with one more value in it. In order: what is mixed in first matters differently.
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  hash = (hash ^ value) * kSpread;
  return hash ^ hash >> 32;
}

}  // namespace lanyard
