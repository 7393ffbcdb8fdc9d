// The distinct call sites of SQLite's functions that this process has used: sites=1.
//
// A report of both halves asks which of a program's calls a run came by; see docs/joined.md.
// A site is the address that a call returns to. It is written to the result file when it is
// first seen, so that a process which is killed leaves all of its own, and while its module is
// loaded. Code that is loaded where another module was before passes for that module's.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "contract/functions.h"

namespace lanyard::record {

/// The sites seen so far: a hash table of fixed size that only ever fills up. Readers and
/// writers take no lock.
class SiteTable {
 public:
  static constexpr std::size_t kMost = 16384;  // sites; more programs have than need be bothered

  /// Whether a site is here.
  bool has(const void* caller) const {
    for (std::size_t at = slot_of(caller);; at = (at + 1) % kSlots) {
      const void* const seen = slots_[at].load(std::memory_order_relaxed);
      if (seen == caller) return true;
      if (!seen) return false;
    }
  }

  enum class Added : std::uint8_t { now, before, no_room };

  /// Puts a site in. Of several threads that do so at once, one is told `now`.
  Added add(const void* caller);

 private:
  // Twice as many as sites: a search ends soon, and always.
  static constexpr std::size_t kSlots = 2 * kMost;

  static std::size_t slot_of(const void* caller) {
    constexpr std::uint64_t kGoldenRatio = 0x9e3779b97f4a7c15;
    return (reinterpret_cast<std::uintptr_t>(caller) * kGoldenRatio >> 32) % kSlots;
  }

  std::atomic<std::size_t> count_;
  std::atomic<const void*> slots_[kSlots];
};

/// nullptr where sites are not listed: without sites=1, or before there is a result file.
extern constinit std::atomic<SiteTable*> site_table;

/// Whether a call by the code before `caller` has yet to be listed.
inline bool is_new_site(const void* caller) {
  const SiteTable* const table = site_table.load(std::memory_order_acquire);
  return table && !table->has(caller);
}

/// Remembers a site; returns whether it is to be written, by write_site(). Not from a signal
/// handler that interrupted the shim, which may hold a lock.
bool add_site(const void* caller);

/// Writes a site's line to the result file.
void write_site(const contract::Function& api, const void* caller);

/// Begins to list sites, once the result file is there, and stops before its end. Under the
/// report lock.
void list_sites();
void stop_listing_sites();

/// In a forked child, which has a file of its own: stops, and forgets those of the parent.
void forget_sites();

}  // namespace lanyard::record
