// The call sites that a process has used; see sites.h.
#include "runtime/record/sites.h"

#include <sys/mman.h>

#include "runtime/base/lock.h"
#include "runtime/base/memory.h"
#include "runtime/base/text.h"
#include "runtime/base/uncancelled.h"
#include "runtime/record/result_file.h"
#include "runtime/stack/depot.h"

namespace lanyard::record {

constinit std::atomic<SiteTable*> site_table{nullptr};

namespace {

constinit SiteTable* kept = nullptr;  // for a child, whose pages the kernel empties
constinit std::atomic<bool> has_told_limit{false};

/// Once, where there are more sites than are kept: what is not listed may have been used.
void tell_limit() {
  if (has_told_limit.exchange(true)) return;
  char buffer[64];
  Text line(buffer, sizeof(buffer));
  line.add("{\"type\":\"limit\",\"sites\":").number(SiteTable::kMost).add("}\n");
  Locked locked(locks.report);
  if (site_table.load()) append_line(line.view());
}

}  // namespace

SiteTable::Added SiteTable::add(const void* caller) {
  if (count_.fetch_add(1, std::memory_order_relaxed) >= kMost) {
    count_.fetch_sub(1, std::memory_order_relaxed);
    return Added::no_room;
  }
  for (std::size_t at = slot_of(caller);; at = (at + 1) % kSlots) {
    const void* seen = nullptr;
    if (slots_[at].compare_exchange_strong(seen, caller, std::memory_order_relaxed))
      return Added::now;
    if (seen != caller) continue;
    count_.fetch_sub(1, std::memory_order_relaxed);
    return Added::before;
  }
}

bool add_site(const void* caller) {
  SiteTable* const table = site_table.load(std::memory_order_acquire);
  if (!table) return false;
  const SiteTable::Added added = table->add(caller);
  if (added == SiteTable::Added::no_room) tell_limit();
  return added == SiteTable::Added::now;
}

void write_site(const contract::Function& api, const void* caller) {
  const Uncancelled uncancelled;
  stack::Frame frame;
  Scratch scratch;
  // Code of no module, such as a JIT compiler's, has no source to be found by.
  if (!scratch.data() || !stack::describe(reinterpret_cast<std::uintptr_t>(caller) - 1, frame))
    return;
  Text line(scratch.data(), Scratch::kSize);
  line.add("{\"type\":\"site\",\"api\":").json(api.name);
  line.add(",\"module\":").json(frame.module);
  line.add(",\"build_id\":").json(frame.build_id);
  line.add(",\"offset\":").number(frame.offset);
  line.add(",\"symbol\":").json(frame.symbol).add("}\n");
  Locked locked(locks.report);
  if (!line.overflowed() && site_table.load()) append_line(line.view());
}

void list_sites() {
  if (!kept) kept = static_cast<SiteTable*>(map_pages(sizeof(SiteTable)));
  site_table.store(kept, std::memory_order_release);
}

void stop_listing_sites() { site_table.store(nullptr, std::memory_order_release); }

void forget_sites() {
  stop_listing_sites();
  has_told_limit.store(false);
  if (kept) madvise(kept, sizeof(SiteTable), MADV_DONTNEED);
}

}  // namespace lanyard::record
