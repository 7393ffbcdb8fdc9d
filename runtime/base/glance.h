// Loads that cost the common path of a call nothing of their own.
//
// GCC folds no atomic load into the instruction that uses it. A plain load of a word is atomic on
// every machine that the shim runs on, and may be folded.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace lanyard {

/// What machines have that the shim is built for; a larger one costs time, not correctness.
inline constexpr std::size_t kCacheLine = 64;

/// A word that another thread may be writing, loaded without any order, to be compared once.
template <typename Word>
[[gnu::always_inline]] inline Word glance(const std::atomic<Word>& word) {
#if defined(__SANITIZE_THREAD__)
  return word.load(std::memory_order_relaxed);
#else
  using Plain [[gnu::may_alias]] = Word;
  static_assert(std::atomic<Word>::is_always_lock_free);
  return *reinterpret_cast<const Plain*>(&word);
#endif
}

/// The same of two words in a row, the first of them in the lower half. It is aligned for both.
[[gnu::always_inline]] inline std::uint64_t glance_at_two(const std::atomic<std::uint32_t>& first) {
  using Pair [[gnu::may_alias]] = std::uint64_t;
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  const auto* two = reinterpret_cast<const Pair*>(&first);
#if defined(__SANITIZE_THREAD__)
  return __atomic_load_n(two, __ATOMIC_RELAXED);
#else
  return *two;
#endif
}

}  // namespace lanyard
