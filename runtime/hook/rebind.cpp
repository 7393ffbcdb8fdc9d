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
    for (std::size_t i = 0; i < kEntryCount; ++i) is[i] = is[i] || module.find(name_of(i));
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
    if (own && now != own && (is_lazy || now == entry_points[entry]))
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

void bind_own_tables(const Library& library) {
  stack::find_module([&](const stack::Module& module) {
    if (module.base() != library.base) return false;
    SlotWriter writer;
    each_slot(module, [&](const Slot& slot) {
      if (slot.kind != SlotKind::data) return;
      // Not what can be written: that may be a pointer of the program's own.
      if (!module.relro().contains(reinterpret_cast<std::uintptr_t>(slot.word))) return;
      const std::size_t entry = find_entry(slot.symbol);
      if (entry == kEntryCount) return;
      void* const point = entry_point(entry, library.number);
      void* const own = library.real[entry];
      if (own && point && slot.value() == own) writer.write(module, slot, point);
    });
    return true;
  });
}

void bind_to_shim(const stack::Module& module, EntrySet& entries) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.is_defined || !slot.value()) return;
    const std::size_t entry = find_entry(slot.symbol);
    if (entry == kEntryCount || slot.value() == entry_points[entry]) return;
    if (slot.kind == SlotKind::data || writer.write(module, slot, entry_points[entry]))
      entries.add(entry);
  });
}

void bind_tables_to_shim(const stack::Module& module, const Library& library) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    if (slot.is_defined || slot.kind != SlotKind::data) return;
    const std::size_t entry = find_entry(slot.symbol);
    if (entry != kEntryCount && slot.value() && slot.value() == library.real[entry])
      writer.write(module, slot, entry_points[entry]);
  });
}

void add_weak(const stack::Module& module, EntrySet& entries) {
  each_slot(module, [&](const Slot& slot) {
    const std::size_t entry = weak_entry(slot);
    if (entry != kEntryCount) entries.add(entry);
  });
}

void clear_weak(const stack::Module& module, const EntrySet& entries) {
  SlotWriter writer;
  each_slot(module, [&](const Slot& slot) {
    const std::size_t entry = weak_entry(slot);
    if (entry != kEntryCount && entries.has[entry]) writer.write(module, slot, nullptr);
  });
}

}  // namespace lanyard::hook
