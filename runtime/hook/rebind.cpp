// The slots that the shim writes; see rebind.h.
#include "runtime/hook/rebind.h"

#include "runtime/hook/entry_index.h"
#include "runtime/hook/library.h"
#include "runtime/hook/slots.h"

namespace lanyard::hook {

namespace {

/// The entries that modules before one define too.
struct Preempted {
  bool is[kEntryCount] = {};

  void add(const stack::Module& module) {
    for (std::size_t i = 0; i < kEntryCount; ++i) is[i] = is[i] || module.find(row(i).name);
  }
};

void release_calls(const stack::Module& module, const Library& library,
                   const Preempted& preempted) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.kind != SlotKind::call) return;
    const std::size_t entry = find_entry(slot.symbol);
    if (entry == kEntryCount || preempted.is[entry]) return;
    void* own = library.real[entry];
    void* now = slot.value();
    const bool is_lazy = module.contains(reinterpret_cast<std::uintptr_t>(now));
    if (!own || now == own || !(is_lazy || now == entry_points[entry])) return;
    writer.write(module, slot, own);
  });
}

/// The entry that a slot of a module refers to weakly, and that is the shim's; or kEntryCount.
std::size_t weak_entry(const Slot& slot) {
  if (!slot.is_weak || slot.is_defined) return kEntryCount;
  const std::size_t entry = find_entry(slot.symbol);
  return entry != kEntryCount && slot.value() == entry_points[entry] ? entry : kEntryCount;
}

}  // namespace

void release_own_calls(const Library& library) {
  Preempted preempted;
  stack::find_module([&](const stack::Module& module) {
    if (module.base() == library.base) return release_calls(module, library, preempted), true;
    if (!stack::is_shim(module)) preempted.add(module);
    return false;
  });
}

std::size_t bind_to_shim(const stack::Module& module) {
  std::size_t bound = kEntryCount;
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.is_defined || !slot.value()) return;
    const std::size_t entry = find_entry(slot.symbol);
    if (entry == kEntryCount || slot.value() == entry_points[entry]) return;
    // The program may have put something else into its own data; not where it is read-only.
    const auto address = reinterpret_cast<std::uintptr_t>(slot.word);
    if (slot.kind == SlotKind::data && !module.relro().contains(address)) return;
    if (writer.write(module, slot, entry_points[entry])) bound = entry;
  });
  return bound;
}

void add_weak(const stack::Module& module, WeakEntries& entries) {
  each_slot(module, [&](const Slot& slot) {
    const std::size_t entry = weak_entry(slot);
    if (entry != kEntryCount) entries.is[entry] = entries.any = true;
  });
}

void clear_weak(const stack::Module& module, const WeakEntries& entries) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    const std::size_t entry = weak_entry(slot);
    if (entry != kEntryCount && entries.is[entry]) writer.write(module, slot, nullptr);
  });
}

}  // namespace lanyard::hook
