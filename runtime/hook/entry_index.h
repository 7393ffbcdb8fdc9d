// Entries by name at run time: for the names in a module's relocations, and in dlsym. Most
// are no entry, and are told by their first letters.
#pragma once

#include <array>

#include "runtime/hook/entries.h"
#include "runtime/stack/module.h"

namespace lanyard::hook {

inline constexpr std::size_t kIndexSize = 512;
static_assert(kEntryCount * 2 < kIndexSize, "the index must stay sparse");

constexpr std::size_t index_of(std::string_view name) {
  std::uint32_t hash = 0;
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
  return (hash ^ hash >> 15) % kIndexSize;
}

constexpr std::array<std::uint16_t, kIndexSize> index_entries() {
  std::array<std::uint16_t, kIndexSize> index{};
  for (std::uint16_t& slot : index) slot = kEntryCount;
  for (std::size_t i = 0; i < kEntryCount; ++i) {
    std::size_t at = index_of(row(i).name);
    while (index[at] != kEntryCount) at = (at + 1) % kIndexSize;
    index[at] = static_cast<std::uint16_t>(i);
  }
  return index;
}

inline constexpr std::array<std::uint16_t, kIndexSize> kIndex = index_entries();

constexpr std::array<std::uint32_t, kEntryCount> hash_entries() {
  std::array<std::uint32_t, kEntryCount> hashes{};
  for (std::size_t i = 0; i < kEntryCount; ++i) hashes[i] = stack::gnu_hash(row(i).name);
  return hashes;
}

inline constexpr std::array<std::uint32_t, kEntryCount> kHashes = hash_entries();

/// An entry's name, hashed: every module is asked for all of them.
inline stack::SymbolName name_of(std::size_t entry) { return {row(entry).name, kHashes[entry]}; }

/// As entry(), fast.
inline std::size_t find_entry(std::string_view name) {
  constexpr std::string_view kPrefix = "sqlite3";
  if (!name.starts_with(kPrefix)) return kEntryCount;
  for (std::size_t at = index_of(name); kIndex[at] != kEntryCount; at = (at + 1) % kIndexSize)
    if (row(kIndex[at]).name == name) return kIndex[at];
  return kEntryCount;
}

}  // namespace lanyard::hook
